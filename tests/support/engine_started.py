"""A browser for a test, or a reason why it was not tried here."""

from contextlib import closing, contextmanager

import pytest


@contextmanager
def started(kind, width, height):
    """Start a browser of `support.engines`; the test is skipped, with a reason, where it is not installed or does not start."""
    if missing := kind.missing():
        pytest.skip(f"{kind.name} was not tried: {' and '.join(missing)} is not installed")
    try:
        engine = kind()
    except OSError as error:
        pytest.skip(f"{kind.name} was not tried, since it does not start here: {error}")
    with closing(engine):
        engine.resize(width, height)
        yield engine
