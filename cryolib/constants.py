"""Constants of physics that are exact by definition, each with its unit and source.

A `Constant` is a float with a ``latex``, ``meaning``, ``unit`` and ``source``.

>>> R, R.unit
(8.31446261815324, 'J/(mol K)')
>>> round(R * 300.0, 3)
2494.339
"""

from __future__ import annotations

import math

__all__ = ["N_A", "STANDARD_ATMOSPHERE", "ZERO_CELSIUS", "Constant", "R", "c", "e", "h", "k_B", "sigma"]


class Constant(float):
    """A number with its LaTeX, meaning, unit and source; arithmetic with it gives plain floats. Dollar signs enclose mathematics."""

    def __new__(cls, value: float, latex: str, meaning: str, unit: str, source: str) -> Constant:
        """Make the float and attach its LaTeX, meaning, unit and source."""
        self = super().__new__(cls, value)
        self.latex, self.meaning, self.unit, self.source = latex, meaning, unit, source
        return self

    latex: str
    meaning: str
    unit: str
    source: str

    def __getnewargs__(self) -> tuple[float, str, str, str, str]:  # type: ignore[override]
        """Arguments from which pickle and copy construct an equal constant."""
        return float(self), self.latex, self.meaning, self.unit, self.source


_SI = "exact; BIPM, The International System of Units, 9th edition (2019), table 1"
_CODATA = "exact; from the above; CODATA 2018, Rev. Mod. Phys. 93, 025010 (2021), doi:10.1103/RevModPhys.93.025010"

c = Constant(299_792_458.0, "c", "speed of light in vacuum", "m/s", _SI)
h = Constant(6.626_070_15e-34, "h", "Planck constant", "J s", _SI)
e = Constant(1.602_176_634e-19, "e", "elementary charge", "C", _SI)
k_B = Constant(1.380_649e-23, r"k_\mathrm{B}", "Boltzmann constant", "J/K", _SI)
N_A = Constant(6.022_140_76e23, r"N_\mathrm{A}", "Avogadro constant", "1/mol", _SI)
R = Constant(8.314_462_618_153_24, "R", r"molar gas constant, $N_\mathrm{A} k_\mathrm{B}$", "J/(mol K)", _CODATA)
sigma = Constant(
    2 * math.pi**5 * k_B**4 / (15 * h**3 * c**2),
    r"\sigma",
    r"Stefan-Boltzmann constant, $2 \pi^5 k_\mathrm{B}^4 / (15 h^3 c^2)$",
    "W/(m^2 K^4)",
    _CODATA,
)
STANDARD_ATMOSPHERE = Constant(101_325.0, r"p_\mathrm{atm}", "standard atmosphere", "Pa", "exact; 10th CGPM (1954), Resolution 4")
ZERO_CELSIUS = Constant(
    273.15,
    "T_0",
    "thermodynamic temperature of 0 degrees Celsius",
    "K",
    "exact; BIPM, The International System of Units, 9th edition (2019), section 2.3.1",
)
