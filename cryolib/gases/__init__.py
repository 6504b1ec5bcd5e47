"""Three models of a gas behind one interface: ideal, van der Waals, and the reference equation of state of a real fluid.

>>> from cryolib.gases import IdealGas, RealFluid, VanDerWaals
>>> for gas in (IdealGas.of("nitrogen"), VanDerWaals.of("nitrogen"), RealFluid("nitrogen")):
...     print(f"{gas.joule_thomson_coefficient(300.0, 2e7) * 1e5:.4f} K/bar")
0.0000 K/bar
0.0685 K/bar
0.0716 K/bar

Molar SI units throughout: K, Pa, m^3/mol, J/mol, J/(mol K). `cryolib.gases.interface` lists what each of them computes.
"""

from cryolib.gases.ideal import IdealGas
from cryolib.gases.interface import Gas
from cryolib.gases.real_fluid import RealFluid
from cryolib.gases.records import FLUIDS
from cryolib.gases.states import Saturation, State
from cryolib.gases.van_der_waals import VanDerWaals

__all__ = ["FLUIDS", "Gas", "IdealGas", "RealFluid", "Saturation", "State", "VanDerWaals"]
