"""One module per command of `python -m db`: its docstring is the help, its function `run` the command."""
