"""Heat that leaks in from the surroundings: along solids, as radiation, through gas, down current leads; and what it boils off.

>>> from cryolib.leaks import material, support_heat
>>> round(support_heat(material("stainless steel 304"), 4.2, 300.0, area=1e-5, length=0.1), 4)  # a rod of 10 mm^2, 10 cm long
0.3031

The conductivities are fits of the National Institute of Standards and Technology (Marquardt, Le and Radebaugh, Cryogenic Material
Properties Database, 11th International Cryocooler Conference, 2000), as CryoCalc's propcalc.js copies them, compared with other copies.
Those of wires are Lake Shore's tables, as CryoHeatFlow 1.1.0 copies them.

Formulas take floats, arrays (which broadcast) or SymPy expressions, and return the same kind, unless they say that they take numbers only.
"""

from cryolib.leaks.boiling import BoilOff, boil_off
from cryolib.leaks.insulation import installed_insulation, laboratory_insulation
from cryolib.leaks.leads import LORENZ_NUMBER, lead_heat, least_lead_heat, least_lead_heat_of
from cryolib.leaks.materials import MATERIALS, Material, copper, material
from cryolib.leaks.residual_gas import residual_gas_heat
from cryolib.leaks.supports import support_heat
from cryolib.leaks.surfaces import conducted_heat, enclosed_radiation, radiated_heat
from cryolib.leaks.vapour_cooled import vapour_cooled_lead_heat

__all__ = ["LORENZ_NUMBER", "MATERIALS", "BoilOff", "Material", "boil_off", "conducted_heat", "copper", "enclosed_radiation"]
__all__ += ["installed_insulation", "laboratory_insulation", "lead_heat", "least_lead_heat", "least_lead_heat_of", "material"]
__all__ += ["radiated_heat", "residual_gas_heat", "support_heat", "vapour_cooled_lead_heat"]
