"""Makes an SVG of matplotlib's lighter without changing what is seen.

Ids are short, the ticks of an axis are one path, and a group says once what all of its parts have in common.
"""

from __future__ import annotations

import math
import re
import string
import zlib
from collections import defaultdict
from itertools import product
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
HREF = "href"  # the same in SVG 2, which every browser reads
# Of a part's style, what a group can say for all of its parts. Scripts ask a curve for the colour of its line, so that stays with a path.
SHARED = {"fill", "fill-opacity", "stroke-opacity", "stroke-width", "stroke-linejoin", "stroke-linecap"}
SHARED_BY_MARKERS = SHARED | {"stroke"}
ROUNDED = 0.01  # of a pixel, to which numbers are written
FEWEST = 3  # parts of a group, for less there is nothing to gain
TICK = re.compile(r"M0 0([HV])(-?[\d.]+)")
DISC = re.compile(r"M0 ([\d.]+)((?:C-?[\d.]+(?: -?[\d.]+){5}){8})z")


def short_names(names: set[str], prefix: str) -> dict[str, str]:
    """A short id for each name that matplotlib made, which no drawing with another `prefix` on the page has."""
    drawing = f"m{zlib.crc32(prefix.encode()) & 0xFFFFFFF:07x}"
    letters = ("".join(letters) for length in (1, 2) for letters in product(string.ascii_lowercase, repeat=length))
    return {name: f"{drawing}{letter}" for name, letter in zip(sorted(names), letters, strict=False)}


def upright(path: str) -> str:
    """A path of straight lines with one number for each that is level or upright.

    >>> upright("M1 2L5 2L5 7L1 7z")
    'M1 2H5V7H1z'
    """
    at = ("", "")

    def shorter(line: re.Match[str]) -> str:
        nonlocal at
        (from_x, from_y), at = at, (line[2], line[3])
        if line[1] == "L" and from_y == line[3]:
            return f"H{line[2]}"
        return f"V{line[3]}" if line[1] == "L" and from_x == line[2] else line[0]

    return re.sub(r"([ML])(-?[\d.]+) (-?[\d.]+)", shorter, path)


def arcs(path: str) -> str:
    """A disc about the origin as two arcs in place of matplotlib's eight curves; another path as it is."""
    if not (disc := DISC.fullmatch(path)):
        return path
    radius = float(disc[1])
    ends = [curve.split()[-2:] for curve in disc[2].split("C")[1:]]
    if any(abs(math.hypot(float(x), float(y)) - radius) > ROUNDED for x, y in ends):
        return path
    r = disc[1]
    return f"M0 {r}A{r} {r} 0 0 0 0 -{r}A{r} {r} 0 0 0 0 {r}z"


def join_ticks(root: ElementTree.Element) -> None:
    """Draw all ticks of one kind as one path in place of the first."""
    definitions = {f"#{part.get('id')}": (holder, part) for holder in root.findall(f"{SVG}defs") for part in holder}
    kinds: dict[tuple[str, str], list[ElementTree.Element]] = defaultdict(list)
    for use in root.findall(f"{SVG}use"):
        kinds[use.get(HREF, ""), use.get("style", "")].append(use)
    for (link, style), ticks in kinds.items():
        if link not in definitions or not (tick := TICK.fullmatch(definitions[link][1].get("d", ""))):
            continue
        along = f"{tick[1].lower()}{tick[2]}"
        path = ElementTree.Element(f"{SVG}path", {"d": "".join(f"M{use.get('x')} {use.get('y')}{along}" for use in ticks), "style": style})
        root.insert(list(root).index(ticks[0]), path)
        for use in ticks:
            root.remove(use)
        holder, definition = definitions[link]
        if not any(use.get(HREF) == link for use in root.iter(f"{SVG}use")):
            holder.remove(definition)
            if not len(holder):
                root.remove(holder)


def share(root: ElementTree.Element) -> None:
    """Let groups of many parts, such as parcels, say once by what they are clipped and how wide their lines are."""
    for group in root.iter(f"{SVG}g"):
        _unwrap(group)
        parts = [part for part in group if part.tag != f"{SVG}defs"]
        if not group.get("id") or len(parts) < FEWEST or {part.tag for part in parts} - {f"{SVG}path", f"{SVG}use"}:
            continue
        if len(clips := {part.get("clip-path") for part in parts}) == 1 and (clip := clips.pop()):
            group.set("clip-path", clip)
            for part in parts:
                del part.attrib["clip-path"]
        shared = SHARED_BY_MARKERS if {part.tag for part in parts} == {f"{SVG}use"} else SHARED
        styles = [part.get("style", "").split(";") for part in parts]
        if common := [one for one in styles[0] if one.partition(":")[0] in shared and all(one in style for style in styles)]:
            group.set("style", ";".join(common))
            for part, style in zip(parts, styles, strict=True):
                part.set("style", ";".join(one for one in style if one not in common))


def _unwrap(group: ElementTree.Element) -> None:
    """Take parts out of groups that only clip them, one each."""
    for index, inner in enumerate(list(group)):
        if inner.tag == f"{SVG}g" and set(inner.attrib) == {"clip-path"} and len(inner) == 1 and "clip-path" not in inner[0].attrib:
            inner[0].set("clip-path", inner.attrib["clip-path"])
            group[index] = inner[0]
