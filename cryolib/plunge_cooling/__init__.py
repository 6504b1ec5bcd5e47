r"""Cooling a thin film of water by plunging it into a cold liquid: what the coolant can take up, and how fast a simple model lets the film cool.

A film of thickness :math:`d` and heat capacity per volume :math:`C` has one temperature throughout. It is cooled on both faces: first by
the gas above the liquid, which sticks to it in a boundary layer, then by the liquid, which conducts as a half-space does, with the effusivity
:math:`e = \sqrt{k \rho c_p}`. Contact is perfect, no vapour forms, and the film gives off no heat of freezing: the model is kind to the coolant.

>>> ethane = coolant("ethane")
>>> tau = contact_time_scale(1e-7, ethane.effusivity, 4.17e6)  # of 100 nm of water
>>> round(1e6 * tau, 2)  # microseconds
0.11
>>> round(remaining_difference(10e-6 / tau), 3)  # share of the difference that is left after ten microseconds
0.059
"""

from cryolib.plunge_cooling.contact import contact_cooling_rate, contact_time_scale, film_cooling_rate, remaining_difference, thickest_film
from cryolib.plunge_cooling.coolants import COOLANTS, Coolant, coolant, gas_effusivity, gas_prandtl_number
from cryolib.plunge_cooling.gas import film_time_constant, heat_transfer_coefficient, temperature_in_gas

__all__ = ["COOLANTS", "Coolant", "contact_cooling_rate", "contact_time_scale", "coolant", "film_cooling_rate", "film_time_constant"]
__all__ += [
    "gas_effusivity",
    "gas_prandtl_number",
    "heat_transfer_coefficient",
    "remaining_difference",
    "temperature_in_gas",
    "thickest_film",
]
