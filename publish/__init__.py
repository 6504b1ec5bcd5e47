"""What is published: how the site is built, checked, put in its place, and kept."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
