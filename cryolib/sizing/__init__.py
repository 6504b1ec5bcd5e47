"""From what lets heat into a cryostat to the cooler that holds it cold: a budget, its loads, the least power, and published machines.

>>> from cryolib.sizing import size
>>> answer = size(["stainless steel, 4 rods, 6 mm, 120 mm", "0.1 m2, 20 layers", "0.3 W"], T_cold="77 K")
>>> print(f"{answer.loads[77.0]:.2f} W, at least {answer.least_power:.2f} W of power")
3.02 W, at least 8.75 W of power

A budget is read from words (`read_budget`, `read_row`) or built of its parts: `Support`, `Wires`, `Lead`, `Radiation`, `Load`.
"""

from cryolib.sizing.answer import Answer, size
from cryolib.sizing.budget import Budget, Flow, Row, read_budget
from cryolib.sizing.choice import Fit, Peer, fits, peers
from cryolib.sizing.parts import Lead, Load, Radiation, Support, Wires
from cryolib.sizing.quantities import Misread, read_quantity
from cryolib.sizing.reading import read_row
from cryolib.sizing.shield import BestShield, best_shield, without_shield
from cryolib.sizing.words import SPANS

__all__ = ["SPANS", "Answer", "BestShield", "Budget", "Fit", "Flow", "Lead", "Load", "Misread", "Peer", "Radiation", "Row", "Support"]
__all__ += ["Wires", "best_shield", "fits", "peers", "read_budget", "read_quantity", "read_row", "size", "without_shield"]
