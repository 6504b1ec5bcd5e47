"""Says at the head of a test run in which rooms notebooks are graded."""

from rooms import report


def pytest_report_header():
    return report()
