"""Pictures of machines: their parts as artists of `livefigure`, in the order in which they lie on one another, moved by expressions.

Each function's docstring names the panel that its picture needs. A colour is that of a temperature (`chapterkit.scales`) wherever a part has one.
"""

from chapterkit.pictures.brayton import brayton_sheet
from chapterkit.pictures.conductors import current_lead, shielded_support
from chapterkit.pictures.cryostats import cooler_on_its_load, magnet_cryostat
from chapterkit.pictures.gas import gas_in_a_box, gas_through_a_valve, gas_with_a_piston
from chapterkit.pictures.gifford_mcmahon import gifford_mcmahon_head
from chapterkit.pictures.ledgers import two_ledgers
from chapterkit.pictures.linde_hampson import liquefier
from chapterkit.pictures.pulse_tube import orifice_pulse_tube
from chapterkit.pictures.stirling import two_pistons
from chapterkit.pictures.telescopes import CHAIN_PLACES, cold_chain, doublings

__all__ = ["CHAIN_PLACES", "brayton_sheet", "cold_chain", "cooler_on_its_load", "current_lead", "doublings", "gas_in_a_box"]
__all__ += ["gas_through_a_valve", "gas_with_a_piston", "gifford_mcmahon_head", "liquefier", "magnet_cryostat", "orifice_pulse_tube"]
__all__ += ["shielded_support", "two_ledgers", "two_pistons"]
