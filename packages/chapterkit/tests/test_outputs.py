import numpy as np
import pytest
from chapterkit.outputs import show_six_digits
from IPython.core.interactiveshell import InteractiveShell


@pytest.fixture
def shell():
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (296.73009428695116, "296.73"),
        (0.07406156006034093, "0.0740616"),
        (8.702499999999946e-13, "8.7025e-13"),
        (13209.300963442587, "13209.3"),
        (20.0, "20"),
        (1234567, "1234567"),
        ((np.float64(332.1627521919866), {4.2: 0.13508411461227926}), "(332.163, {4.2: 0.135084})"),
        ([2.210041214019334, -9.0], "[2.21004, -9]"),
    ],
)
def test_numbers_below_a_cell_have_six_digits(shell, value, shown):
    show_six_digits()
    assert shell.display_formatter.format(value)[0]["text/plain"] == shown


def test_outside_of_a_notebook_nothing_changes():
    InteractiveShell.clear_instance()
    show_six_digits()
    assert repr(0.07406156006034093) == "0.07406156006034093"
