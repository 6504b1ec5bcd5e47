"""The colours that a figure may use, each by a name, for a light page and for a dark one.

A book can give them names of its own, so that a colour always means the same thing: after ``name_colors(hot="vermilion")`` an artist
takes ``color="hot"``.
"""

from __future__ import annotations

# name: (light, dark); each at least 4.5:1 against the page, because words are written in it. Vermilion (darkened for a light page),
# blue and green are from the palette of Okabe and Ito, which colour-blind readers can tell apart.
COLORS = {
    "ink": ("#1f2328", "#e6e8eb"),
    "vermilion": ("#c25400", "#ff8f45"),
    "blue": ("#0072b2", "#56b4e9"),
    "green": ("#00805c", "#35c796"),
    "purple": ("#8a4fa3", "#cc9be0"),
    "grey": ("#6b7280", "#a3aab5"),
    "muted": ("#6d7581", "#98a1ad"),
}
# On and off lengths in points.
DASHES: dict[str, tuple[float, ...]] = {"solid": (), "dashed": (6, 3), "dotted": (1.5, 2.5), "dashdot": (7, 2.5, 1.5, 2.5)}
# The looks of curves whose author chooses none: no two share both colour and dash.
CYCLE = (
    ("ink", "solid"),
    ("vermilion", "dashed"),
    ("blue", "dashdot"),
    ("green", "dotted"),
    ("purple", "dashdot"),
    ("grey", "dashed"),
)

_aliases: dict[str, str] = {}


def name_colors(**names: str) -> None:
    """Give colours further names.

    Parameters
    ----------
    **names : str
        For each new name, one of the colours there are: ink, vermilion, blue, green, purple, grey, muted.

    Raises
    ------
    ValueError
        If the colour does not exist, or the name already stands for another colour.

    Examples
    --------
    >>> name_colors(demand="blue")
    >>> color_of("demand")
    'blue'
    """
    for name, color in names.items():
        if color not in COLORS:
            raise ValueError(f"{name} must be one of {', '.join(COLORS)}; got {color!r}")
        if name in COLORS or _aliases.get(name, color) != color:
            raise ValueError(f"{name} already names a colour; got {color!r}")
        _aliases[name] = color


def color_of(name: str) -> str:
    """The colour in `COLORS` that a name stands for.

    Raises
    ------
    ValueError
        If there is no such name.
    """
    color = _aliases.get(name, name)
    if color not in COLORS:
        raise ValueError(f"color must be one of {', '.join([*COLORS, *_aliases])}; got {name!r}")
    return color


def check_dash(dash: str) -> None:
    """Refuse a dash that does not exist."""
    if dash not in DASHES:
        raise ValueError(f"dash must be one of {', '.join(DASHES)}; got {dash!r}")
