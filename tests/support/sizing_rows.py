"""Rows of a budget as people write them: what they mean, and what the message says of those that mean nothing or two things."""

import math
import random

from cryolib.sizing import Lead, Load, Misread, Radiation, Support, Wires, read_row

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
    "Kapton, 1 band, area 2 mm^2, 5 cm, clamped half way": Support("Kapton (polyimide)", 0.05, 2e-6, clamped=0.5),
    "phosphor bronze, 16 wires, 36 AWG, 1 m": Wires("phosphor bronze", 1.0, disc(0.127e-3), 16),
    "4 coax, stainless steel, 1.7 mm2, 300 mm": Wires(STEEL, 0.3, 1.7e-6, 4),
    "manganin, 12 twisted pairs, 100 µm, 0.5 m": Wires("manganin", 0.5, disc(1e-4), 24),  # a pair is two wires
    "manganin, a twisted pair, 100 µm, 0.5 m": Wires("manganin", 0.5, disc(1e-4), 2),
    "12 pairs of wires, manganin, 100 µm, 0.5 m": Wires("manganin", 0.5, disc(1e-4), 24),
    "12 pairs, manganin, 100 µm, 0.5 m": Wires("manganin", 0.5, disc(1e-4), 24),
    "12 twisted pairs of manganin, 100 µm, 0.5 m": Wires("manganin", 0.5, disc(1e-4), 24),
    "2 pairs, bar 20 mm x 5 mm, G-10, 40 mm": Support(WARP, 0.04, 1e-4, 4),
    "a pair of rods, G-10, 3 mm, 100 mm": Support(WARP, 0.1, disc(3e-3), 2),
    "steel, 1 wire, 00 AWG, 1 m": Wires(STEEL, 1.0, disc(0.127e-3 * 92 ** (37 / 39)), 1),  # 0.3648 in, one thicker than 0
    # Two lengths with an x: a strap has a width and a thickness, a tube an outside and a wall.
    "copper RRR 50, 1 strap, 10 mm x 1 mm, 100 mm": Support("copper OFHC RRR 50", 0.1, 1e-5),
    "copper RRR 50, strap 1 mm x 10 mm, 100 mm": Support("copper OFHC RRR 50", 0.1, 1e-5),
    "4 straps 10 mm x 1 mm, G-10, 100 mm": Support(WARP, 0.1, 1e-5, 4),
    "copper RRR 50, 2 bars, 20 mm x 20 mm, 10 cm": Support("copper OFHC RRR 50", 0.1, 4e-4, 2),
    "Kapton, 3 bands, 5 cm, 10 mm x 0.1 mm": Support("Kapton (polyimide)", 0.05, 1e-6, 3),
    "copper RRR 50, 1 bar, dia 10 mm, 100 mm": Support("copper OFHC RRR 50", 0.1, disc(1e-2)),
    "SS, a neck, 100 mm x 1 mm, 0.3 m": Support(STEEL, 0.3, math.pi * (50**2 - 49**2) * 1e-6),
    "4 tubes 10 mm x 0.5 mm, SS, 8 cm": Support(STEEL, 0.08, math.pi * 0.25 * (10**2 - 9**2) * 1e-6, 4),
    "steel, 1 rod, dia 1 m, 1 mm long": Support(STEEL, 1e-3, disc(1.0)),
    "2 leads, 100 A": Lead(100.0, 2),
    "a pair of leads, 1 kA": Lead(1000.0, 2),
    "2 pairs of current leads, 1 kA, vapour cooled": Lead(1000.0, 4, True),
    "1 lead, 500 mA": Lead(0.5, 1),
    "a lead, 500 mA": Lead(0.5, 1),
    "2 pairs, 10 A": Lead(10.0, 4),
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
    "steel, 4 wires, 77 AWG, 1 m": "gauges go from 0000 to 50",
    "steel, 4 wires, 00000 AWG, 1 m": "gauges go from 0000 to 50",
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
    # What can be read in two ways is asked.
    "copper, 1 strut, 10 mm x 1 mm, 100 mm": "“10 mm x 1 mm” can be read in two ways",
    "copper, 10 mm x 1 mm, 100 mm": "strap 10 mm x 1 mm (width, thickness)",
    "manganin, 4 wires, 0.1 mm x 1 m": "or the diameter and the length as 3 mm, 100 mm",
    "2 x 0.5 W": "write how many as 6 rods or 2 leads",
    "steel, 4 tubes, 10 mm, 100 mm": "A tube also needs its wall",
    "steel, 1 neck, dia 100 mm, 300 mm": "A neck also needs its wall",
    "steel, 1 skirt, 100 mm": "A skirt also needs its wall",
    "copper, 1 strap, 10 mm, 100 mm": "A strap also needs two sides",
    "copper, 1 band, dia 10 mm, 100 mm": "A band also needs two sides",
    "copper, 1 bar, 10 mm, 100 mm": "A bar also needs two sides",
    "stainless steel, 4 coax, 2.18 mm, 300 mm": "A coax also needs the area of its metal",
    "copper, 4 cables, 24 AWG, 1 m": "A cable also needs the area of its metal",
    "steel, 2 straps, tube 10 mm x 1 mm, 1 m": "write the strap and the tube as two",
    "steel, 1 strap, 10 mm x 0 mm, 1 m": "must be above zero",
    "steel, 1 rod, 1 m, 1 mm": "Is it 1 m across and 1 mm long? Write dia 1 m, 1 mm long",
    "100 A": "How many leads? A circuit needs two",
    "lead, 100 A": "How many leads? A circuit needs two",
    "lead, 3 mm, 100 mm": "the metal is called lead metal",
    "pairs of leads, 100 A": "How many pairs",
    "1 m2, 61 layers": "write at most 60",
}


def row_or_refusal(text):
    """The part that a row is read as and None, or None and the message."""
    try:
        return read_row(text), None
    except Misread as refusal:
        return None, str(refusal)


def random_rows(seed, number):
    """Rows drawn from all that may stand in one: half of them bars, the others with too little, too much, or in an odd order."""
    draw = random.Random(seed)
    size = [lambda: f"{draw.choice([1, 3, 10, 40, 120])} mm", lambda: f"{draw.uniform(0.001, 2):.3g} m", lambda: "0,5 cm"]
    bar = ["rod", "strut", "strap", "tube", "support", "bar", "band", "post", "leg", "tie", "skirt", "neck", "wire", "coax", "cable"]
    solids = ["steel", "copper RRR 50", "G-10", "manganin", "304", "Nylon", "lead metal", "tin"]
    counted = [*bar, *bar, "twisted pair", "pair", "lead", "layer"]
    parts = [
        lambda: f"{draw.choice([1, 2, 6, 30, 61])} {draw.choice(counted)}{draw.choice(['s', ''])}",
        lambda: f"{draw.choice(['a ', '', '4 '])}{draw.choice(solids)} {draw.choice(counted)}",
        lambda: f"{draw.choice(['a', '3'])} {draw.choice(['pair', 'pairs'])} of {draw.choice([*bar, 'leads', 'steel'])}",
        lambda: draw.choice(solids),
        lambda: draw.choice(solids),
        lambda: draw.choice(size)(),
        lambda: draw.choice(size)(),
        lambda: f"{draw.choice(['', '', 'dia ', 'length '])}{draw.choice(size)()}{draw.choice(['', '', ' long', ' thick'])}",
        lambda: (
            f"{draw.choice(['', '', 'tube ', '2 straps ', 'bar ', 'steel '])}{draw.choice(size)()} {draw.choice('x×')} {draw.choice(size)()}"
        ),
        lambda: f"{draw.choice([0, 2.5, 24])} {draw.choice(['mm2', 'm2'])}",
        lambda: f"{draw.randint(0, 60)} AWG",
        lambda: draw.choice(["100 A", "0.5 W", "40 W at 50 K", "vapour cooled", "laboratory", "bare", "emissivity 0.1", "in 1 m2"]),
        lambda: f"clamped at {draw.randint(0, 110)} %",
    ]

    def row():
        if draw.random() < 0.5:
            return [draw.choice(parts)() for _ in range(draw.randint(1, 5))]
        return draw.sample([draw.choice(solids), draw.choice(parts[:3])(), draw.choice(parts[5:9])(), draw.choice(parts[5:10])()], 4)

    return [", ".join(row()) for _ in range(number)]
