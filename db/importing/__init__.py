"""From a hotline's book (CSV or XLSX) to rows that the database can take, with a finding for every doubt.

`reader` turns bytes into cells, `mapping` says which column is what, `rows` judges each row,
`report` says it in words. Nothing here talks to a database or to a screen.
"""
