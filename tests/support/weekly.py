"""What the weekly run has and the others leave out; it also tries new random examples."""

import os

import pytest

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "gate")
IS_WEEKLY = PROFILE == "weekly"


def daily_or_weekly(cases, daily, name=str):
    """Cases as parameters of a test; those that are not among `daily` are marked `weekly`."""
    return [pytest.param(case, id=name(case), marks=[] if case in daily else pytest.mark.weekly) for case in cases]


def leave_out(config, items):
    """Take out of the collected tests those that only the weekly run has."""
    if IS_WEEKLY:
        return
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("weekly")])
    items[:] = [item for item in items if not item.get_closest_marker("weekly")]
