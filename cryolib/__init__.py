"""The thermodynamics of cryocoolers: limits, leaks, gases, expansion, and the machines themselves.

Import what you need from its module, as in ``from cryolib.limits import carnot_cop``. SI units throughout.
"""

__version__ = "0.1.0"
