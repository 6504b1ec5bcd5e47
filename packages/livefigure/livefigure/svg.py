"""matplotlib's drawing as an SVG that lives in a page: every moving artist with an id, colours as CSS variables, text in the page's font."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.etree import ElementTree

import numpy as np

from livefigure.colors import COLORS
from livefigure.compact import HREF, LINK, SVG, arcs, join_ticks, share, short_names, upright
from livefigure.scale import SHADES

# The colours that matplotlib draws with -> the stylesheet's names for them, which differ in the dark.
VARIABLES = (
    {light: f"s{level}" for level, (light, _) in enumerate(SHADES)}
    | {light: name for name, (light, _) in COLORS.items()}
    | {"#ffffff": "paper", "#000000": "ink"}
)
STILL: dict[Any, Any] = {
    "svg.fonttype": "none", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 10,
    "axes.linewidth": 0.7, "axes.unicode_minus": True, "path.simplify": True, "axes.formatter.use_mathtext": False,
    "xtick.major.width": 0.7, "ytick.major.width": 0.7, "figure.dpi": 72, "legend.frameon": False,
    "text.color": COLORS["ink"][0], "axes.labelcolor": COLORS["ink"][0], "axes.edgecolor": COLORS["ink"][0],
    "xtick.color": COLORS["ink"][0], "ytick.color": COLORS["ink"][0],
}  # fmt: skip


def axis_maps(ax: Any, height: float) -> dict[str, Any]:
    """The two affine maps from data to the SVG's points, after log10 on a logarithmic axis, and the box of the axes.

    `height` is that of the whole drawing in points; SVG counts downward.
    """
    box = ax.get_window_extent()
    ends = ax.transScale.transform(np.transpose([ax.get_xlim(), ax.get_ylim()]))
    places = {"x": (box.x0, box.x1), "y": (height - box.y0, height - box.y1)}
    maps: dict[str, Any] = {}
    for (axis, (first, last)), (start, stop) in zip(places.items(), np.transpose(ends), strict=True):
        slope = float((last - first) / (stop - start))
        maps[axis] = {"log": getattr(ax, f"get_{axis}scale")() == "log", "slope": slope, "offset": float(first - slope * start)}
    return maps | {"box": [round(v, 2) for v in (box.x0, height - box.y1, box.x1, height - box.y0)]}


def compact_svg(figure: Any, prefix: str, description: str) -> str:
    """`figure` as one ``<svg>`` element whose ids all begin with `prefix`, described by `description`."""
    out = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(out, format="svg", metadata=nothing, transparent=True)
    ElementTree.register_namespace("", SVG[1:-1])
    root = ElementTree.fromstring(out.getvalue())
    for styled in root.iter(f"{SVG}defs"):
        for style in styled.findall(f"{SVG}style"):
            styled.remove(style)
    names = {"class": f"lf-svg lf-{prefix.rsplit('-', 1)[1]}", "role": "img", "aria-label": description, "viewBox": root.get("viewBox", "")}
    root.attrib.clear()
    root.attrib.update(names)
    _tidy(root, prefix)
    _flatten(root)
    join_ticks(root)
    share(root)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _tidy(root: ElementTree.Element, prefix: str) -> None:
    links = [element.attrib[attribute] for element in root.iter() for attribute in (LINK, "clip-path") if attribute in element.attrib]
    short = short_names(set(re.findall(r"#([\w.-]+)", " ".join(links))), prefix)
    for element in root.iter():
        element.text = element.text if element.text and element.text.strip() else None
        element.tail = None
        name = element.attrib.pop("id", "")
        if name in short or name.startswith("lf-"):
            element.set("id", short.get(name, f"{prefix}-{name}"))
        for attribute, written in ((LINK, HREF), ("clip-path", "clip-path")):
            if attribute in element.attrib:
                element.set(written, re.sub(r"#([\w.-]+)", lambda link: f"#{short[link[1]]}", element.attrib.pop(attribute)))
        if "d" in element.attrib:
            element.set("d", _short_path(element.attrib["d"]))
        for attribute in ("x", "y", "width", "height"):
            if attribute in element.attrib:
                element.set(attribute, _short_number(element.attrib[attribute]))
        if "style" in element.attrib:
            element.set("style", _page_style(element.attrib["style"]))
        if element.get("transform", "").startswith("rotate(-0 "):
            del element.attrib["transform"]


def _flatten(parent: ElementTree.Element) -> None:
    """Remove groups without attributes and empty paths behind the axes, which only make pages heavier."""
    for child in list(parent):
        _flatten(child)
        index = list(parent).index(child)
        empty = not child.attrib if child.tag == f"{SVG}g" else child.tag == f"{SVG}defs" and not len(child)
        if empty:
            parent.remove(child)
            for offset, grandchild in enumerate(list(child)):
                parent.insert(index + offset, grandchild)
        elif child.get("style") == "fill:none":
            parent.remove(child)


def _short_number(text: str) -> str:
    short = f"{float(text):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _short_path(path: str) -> str:
    numbers = re.sub(r"-?\d+\.?\d*(?:e-?\d+)?", lambda match: _short_number(match.group()), path)
    path = re.sub(r"\s*([A-Za-z])\s*", r"\1", numbers).replace("\n", " ").strip()
    return upright(path) if set(re.findall("[A-Za-z]", path)) <= set("MLz") else arcs(path)


def _page_style(style: str) -> str:
    style = re.sub("#[0-9a-f]{6}", lambda color: f"var(--lf-{VARIABLES[color[0]]})" if color[0] in VARIABLES else color[0], style)
    # The page's own font, not matplotlib's; the size stays.
    style = re.sub(r"font: ([\d.]+px)[^;]*", r"font-size: \1", style)
    style = re.sub(r"font-family: [^;]*;?\s*", "", style)
    return re.sub(r":\s+", ":", re.sub(r";\s+", ";", style)).strip("; ")
