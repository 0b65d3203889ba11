"""Charts as pure functions: plain rows in, an Altair chart out. Titles and notes stand outside the chart."""
