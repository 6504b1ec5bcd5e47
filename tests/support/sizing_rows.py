"""Rows of a budget as people write them: what they mean, and what the message says of those that mean nothing."""

import math

from cryolib.sizing import Lead, Load, Radiation, Support, Wires

STEEL, WARP = "stainless steel 304", "G-10 CR, warp"


def disc(diameter):
    return math.pi * diameter**2 / 4


# What is written, and the row that it means.
ROWS = {
    "G-10, 6 rods, 3 mm, 100 mm": Support(WARP, 0.1, disc(3e-3), 6),
    "6 G-10 rods, 3 mm, 10 cm": Support(WARP, 0.1, disc(3e-3), 6),
    "6 rods of G10; 3 mm; 100 mm": Support(WARP, 0.1, disc(3e-3), 6),
    "g10 normal, a rod, 100 mm long, 3 mm": Support("G-10 CR, normal to the cloth", 0.1, disc(3e-3), 1),
    "SS, 3,5 mm dia, length 0.2 m": Support(STEEL, 0.2, disc(3.5e-3)),
    "304, 0.25 in, 1 ft": Support(STEEL, 0.3048, disc(0.25 * 0.0254)),
    "stainless steel, tube 10 mm x 0.5 mm, 8 cm": Support(STEEL, 0.08, math.pi * 0.25 * (10**2 - 9**2) * 1e-6),
    "6061-T6, 1 skirt, 4 m × 4.76 mm, 1.52 m": Support("aluminium 6061-T6", 1.52, math.pi * 4.76e-3 * (4 - 4.76e-3)),
    "copper RRR 50, 2 straps, 24 mm2, 150 mm, clamped at 40 %": Support("copper OFHC RRR 50", 0.15, 24e-6, 2, 0.4),
    "Kapton, 1 band, area 2 mm^2, 5 cm, clamped half way": Support("Kapton (polyimide)", 0.05, 2e-6),
    "phosphor bronze, 16 wires, 36 AWG, 1 m": Wires("phosphor bronze", 1.0, disc(0.127e-3), 16),
    "4 coax, stainless steel, 2.18 mm, 300 mm": Wires(STEEL, 0.3, disc(2.18e-3), 4),
    "manganin, 12 twisted pairs, 100 µm, 0.5 m": Wires("manganin", 0.5, disc(1e-4), 12),
    "2 leads, 100 A": Lead(100.0, 2),
    "a pair of leads, 1 kA": Lead(1000.0, 2),
    "2 pairs of current leads, 1 kA, vapour cooled": Lead(1000.0, 4, True),
    "1 lead, 500 mA": Lead(0.5, 1),
    "0.5 m2, 30 layers": Radiation(0.5, layers=30),
    "30 layers, 5000 cm²": Radiation(0.5, layers=30),
    "0.5 m2, 30 layers, laboratory": Radiation(0.5, layers=30, installed=False),
    "0.5 m^2, emissivity 0.05": Radiation(0.5, (0.05,)),
    "0.5 m2 , emissivity 5 %": Radiation(0.5, (0.05,)),
    "1.88 m2, in 3.14 m2, emissivities 0.12 and 0.2": Radiation(1.88, (0.12, 0.2), 3.14),
    "bare, 0.3 m2": Radiation(0.3),
    "40 W at 50 K": Load(40.0, 50.0),
    "40 W at -223.15 degC": Load(40.0, 50.0),
    "0,25 W": Load(0.25),
    "120 mW": Load(0.12),
    "0 W": Load(0.0),
}
# What is not understood, and what the message says of it.
WRONG = {
    "1/4 in": "is not understood",
    "": "Write what lets heat in",
    ",,": "Write what lets heat in",
    "nonsense": "“nonsense” is not understood",
    "stainles stel, 3 mm, 100 mm": "Do you mean stainless steel 304",
    "6": "6 of what",
    "rods, G-10, 3 mm, 100 mm": "How many rods",
    "G-10, 6 rods, 3 mm": "A support also needs a diameter",
    "G-10, 6 rods, 24 mm2": "A support also needs a length",
    "6 rods, 3 mm, 100 mm": "A support also needs a material",
    "G-10, 0 rods, 3 mm, 100 mm": "None of them lets nothing in",
    "G-10, 6 rods, 0 mm, 100 mm": "diameter of a support must be above zero",
    "G-10, 6 rods, 3 mm, -100 mm": "must be above zero",
    "G-10, 6 rods, 3 mm, 100 mm, 5 mm": "“5 mm” has no place in a support",
    "G-10, steel, 3 mm, 100 mm": "one material too many",
    "G-10, 6 rods, 2 layers, 3 mm, 100 mm": "One row is one thing",
    "G-10, 1,200 mm, 3 mm": "1,200 can be read in two ways",
    "G-10, 6 x 3 mm, 100 mm": "can be read in two ways",
    "G-10, tube 10 mm x 6 mm, 100 mm": "the wall of a tube is at most half",
    "G-10, 6 rods, 1e999 mm, 100 mm": "is too large",
    "steel, 4 wires, 77 AWG, 1 m": "gauges go from 0 to 50",
    "steel, 3 mm, 100 mm, clamped at 140 %": "must lie between 0 %",
    "2 leads": "A lead also needs a current",
    "0.5 m2": "Radiation also needs layers of insulation or an emissivity",
    "30 layers": "Radiation also needs an area",
    "0.5 m2, emissivity 1.2": "is no emissivity",
    "0.5 m2, emissivity 0.05, 30 layers": "Write either layers or an emissivity",
    "0.5 m2, in 0.3 m2, emissivities 0.1 and 0.2": "cannot be smaller than the cold one",
    "-1 W": "A load cannot be negative",
    "1 W at 3 furlongs": "is no temperature",
    "1 W at -300 degC": "is not above absolute zero",
    "1 W at 50": "needs a unit",
    "100 mm": "is not enough",
    "<script>alert(1)</script>": "is not understood",
}
