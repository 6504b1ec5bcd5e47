"""The constants against their published values."""

import copy
import pickle
from decimal import Decimal

import mpmath
import numpy as np
import pytest

from cryolib import constants
from cryolib.constants import N_A, STANDARD_ATMOSPHERE, ZERO_CELSIUS, Constant, R, c, e, h, k_B, sigma

ALL = [value for value in vars(constants).values() if isinstance(value, Constant)]


@pytest.mark.parametrize(
    ("constant", "published", "unit"),
    [  # BIPM, The International System of Units, 9th edition, table 1 and section 2.3.1; 10th CGPM, Resolution 4
        (c, "299792458", "m/s"),
        (h, "6.62607015e-34", "J s"),
        (e, "1.602176634e-19", "C"),
        (k_B, "1.380649e-23", "J/K"),
        (N_A, "6.02214076e23", "1/mol"),
        (ZERO_CELSIUS, "273.15", "K"),
        (STANDARD_ATMOSPHERE, "101325", "Pa"),
    ],
)
def test_defined_constants(constant, published, unit):
    assert constant == float(published)
    assert constant.unit == unit


def test_gas_constant_is_the_exact_product():
    assert float(Decimal("6.02214076e23") * Decimal("1.380649e-23")) == R
    assert f"{R:.9f}" == "8.314462618"  # as printed in CODATA 2018


def test_stefan_boltzmann_constant():
    with mpmath.workdps(40):
        exact = 2 * mpmath.pi**5 * mpmath.mpf("1.380649e-23") ** 4
        exact /= 15 * mpmath.mpf("6.62607015e-34") ** 3 * mpmath.mpf("299792458") ** 2
    assert sigma == pytest.approx(float(exact), rel=1e-15, abs=0)
    assert f"{sigma:.9e}" == "5.670374419e-08"  # as printed in CODATA 2018


@pytest.mark.parametrize("constant", ALL)
def test_each_has_a_meaning_a_unit_and_a_source(constant):
    assert constant.latex
    assert constant.meaning
    assert constant.unit
    assert constant.source.startswith("exact; ")


def test_all_are_exported():
    assert set(constants.__all__) == {"Constant"} | {name for name, value in vars(constants).items() if value in ALL}


def test_behaves_as_a_float():
    assert type(2 * R) is float
    assert np.asarray([R, sigma]).dtype == np.float64
    for twin in (pickle.loads(pickle.dumps(R)), copy.deepcopy(R)):
        assert (twin, twin.unit, twin.source) == (R, R.unit, R.source)
