"""The notebooks in the reader's browser: JupyterLite, and what Python there can import."""
