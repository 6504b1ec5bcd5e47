"""Formulas, gases and live figures of *The Price of Cold*, an executable book on cryocoolers.

Import what you need from its module, as in ``from cryolib.limits import carnot_cop``. SI units throughout.
"""

__version__ = "0.1.0"
