"""The environment of a program that is to run as a reader runs it."""

import os


def without(*names):
    """This process's environment without what the tests set for themselves, and without these variables."""
    removed = {"LIVEFIGURE_STATIC", "MPLBACKEND", *names}
    return {name: value for name, value in os.environ.items() if name not in removed}
