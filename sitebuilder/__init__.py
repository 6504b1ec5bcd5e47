"""Builds the site: pages, notebooks, JupyterLite, PDF and archive. `publish/` checks and publishes what is built here."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Refused(ValueError):
    """The book cannot be built as its files are. The message says why to its author, so a build prints it without a traceback."""
