"""JupyterLite: the notebooks run in the reader's browser, with the packages that they import."""
