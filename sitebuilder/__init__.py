"""Builds the site: pages, notebooks, JupyterLite, PDF and archive. `publish/` checks and publishes what is built here."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
