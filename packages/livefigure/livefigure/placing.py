"""Where words stand: beside what they name, inside the drawing, and on no other words. ``js/labels.js`` has the same rule.

Words that come later step aside for those that were placed before them, and for the numbers and names of the axes, which never move.
Of the places that each may take, the first that costs nothing is taken, else the cheapest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from livefigure.artists.base import ALIGN
from livefigure.artists.points import Point
from livefigure.artists.words import Invitation, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation, Text

    from livefigure.artists.base import Floats, Placed
    from livefigure.artists.words import Wish

Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom [pt], counted downward
ABOVE, BELOW = 0.76, 0.22  # how far letters reach from the line that they stand on, in their size
SHARE = {"start": 0.0, "middle": 0.5, "end": 1.0}  # of the words, to the left of their place
OTHER = {"start": "end", "middle": "middle", "end": "start"}
ROW = 1.2  # from line to line, in the size of the letters
SLIDES = (0.0, 0.25, 0.5, 0.75, 1.0)  # how far a line's name goes along the line
MARGIN, APART, MARKER = 1.0, 1.5, 4.0  # of the drawing, between words, half of a marker [pt]
ASIDE, ON_MARKER, OUT_OF_AXES = 2.0, 0.3, 0.3  # what it costs: each point of a shift, each square point of the others
FREE = 0.5  # a place that costs less is taken at once


def places(wish: Wish) -> Iterator[tuple[float, float, str]]:
    """Places for words at a point, each an offset and an anchor, the best first."""
    right, down, anchor, size = wish.right, -wish.up, wish.anchor, wish.size
    other = OTHER[anchor]
    mirrored = (ABOVE - BELOW) * size - down
    yield from ((right, down, anchor), (-right, mirrored, other), (-right, down, other), (right, mirrored, anchor))
    high, low = sorted((down, mirrored))
    yield from ((0.0, high, "middle"), (0.0, low, "middle"))
    for rows in (ROW * size, 2 * ROW * size):
        for y in (high - rows, low + rows):
            yield from ((right, y, anchor), (-right, y, other))


def places_along(wish: Wish, width: float, axes: Box) -> Iterator[tuple[float, float, str]]:
    """Places for the name of a line, `width` long: on both sides of it, and further along."""
    right, down, anchor, turned = wish.right, -wish.up, wish.anchor, wish.turned
    mirrored = (ABOVE - BELOW) * wish.size
    left, top, end, bottom = axes
    room = max(0.0, (bottom - top if turned else end - left) - width - 2 * MARKER)
    for slide in SLIDES:
        if turned:
            yield from ((x, down + slide * room, anchor) for x in (right, mirrored - right))
        else:
            yield from ((right - slide * room, y, anchor) for y in (down, mirrored - down))


def box_of(x: float, y: float, anchor: str, width: float, size: float, turned: bool) -> Box:
    """The box of words at (x, y)."""
    if turned:
        return x - ABOVE * size, y - (1 - SHARE[anchor]) * width, x + BELOW * size, y + SHARE[anchor] * width
    return x - SHARE[anchor] * width, y - ABOVE * size, x + (1 - SHARE[anchor]) * width, y + BELOW * size


def common(one: Box, other: Box, apart: float = 0.0) -> float:
    """The area that two boxes have in common, the first `apart` wider."""
    across = min(one[2], other[2]) - max(one[0], other[0]) + apart
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, down)


def back(start: float, end: float, room: float) -> float:
    """How far a span must go to lie within 0 and `room`."""
    return MARGIN - start if start < MARGIN else min(0.0, room - MARGIN - end)


class Page:
    """A drawing on which words are placed, one after the other."""

    def __init__(self, drawn: Figure, subplots: Sequence[Axes]) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        self.width, self.height = (72 * side for side in drawn.get_size_inches())
        self.renderer: Any = FigureCanvasAgg(drawn).get_renderer()  # type: ignore[no-untyped-call]
        _lay_out(drawn, subplots, self.renderer)
        self.axes = [self.box(ax.get_window_extent()) for ax in subplots]
        self.taken: list[Box] = []
        self.markers: list[tuple[int, float, float]] = []

    def box(self, extent: Any) -> Box:
        """A box of matplotlib, which counts upward."""
        return extent.x0, self.height - extent.y1, extent.x1, self.height - extent.y0

    def point(self, ax: Axes, x: Floats | float, y: Floats | float) -> tuple[float, float]:
        """Where a point of data is on the page."""
        right, up = ax.transData.transform((np.ravel(x)[0], np.ravel(y)[0]))
        return float(right), float(self.height - up)

    def data(self, ax: Axes, x: float, y: float) -> tuple[float, float]:
        """The point of data at a place on the page."""
        right, up = ax.transData.inverted().transform((x, self.height - y))
        return float(right), float(up)

    def sees(self, panel: int, x: float, y: float) -> bool:
        """Whether a point is in the axes of a panel."""
        left, top, right, bottom = self.axes[panel]
        return left - 1 < x < right + 1 and top - 1 < y < bottom + 1

    def cost(self, box: Box, panel: int) -> float:
        """What it costs to place words of a panel there."""
        left, top, right, bottom = box
        cost = OUT_OF_AXES * ((right - left) * (bottom - top) - common(box, self.axes[panel]))
        cost += sum(common(box, other, APART) for other in self.taken)
        cost += sum(common(box, axes) for number, axes in enumerate(self.axes) if number != panel)
        markers = (self._marker(x, y) for number, x, y in self.markers if number == panel)
        return cost + sum(ON_MARKER * common(box, marker) for marker in markers)

    @staticmethod
    def _marker(x: float, y: float) -> Box:
        return x - MARKER, y - MARKER, x + MARKER, y + MARKER

    def width_of(self, words: Text) -> float:
        """The width of words, measured in large letters, which are not fitted to pixels."""
        font = words.get_fontproperties().copy()
        font.set_size(100)
        width: float = self.renderer.get_text_width_height_descent(words.get_text(), font, False)[0]
        return width * float(words.get_fontsize()) / 100

    def fixed(self, text: Text) -> Box:
        """The box of words that never move."""
        extent = self.box(text.get_window_extent(self.renderer))
        middle, half = (extent[0] + extent[2]) / 2, self.width_of(text) / 2
        if text.get_rotation() or text.get_text() == "":
            return extent
        return middle - half, extent[1], middle + half, extent[3]

    def settle(self, words: Annotation, wish: Wish, x: float, y: float, panel: int, *, along: bool) -> None:
        """Give words their place: those of the point (x, y), or of the line that goes through it."""
        width = self.width_of(words)
        tried: list[tuple[float, Box, tuple[float, float], str]] = []
        candidates = places_along(wish, width, self.axes[panel]) if along else places(wish)
        for right, down, anchor in candidates:
            box = box_of(x + right, y + down, anchor, width, wish.size, wish.turned)
            aside, lower = back(box[0], box[2], self.width), back(box[1], box[3], self.height)
            box = (box[0] + aside, box[1] + lower, box[2] + aside, box[3] + lower)
            cost = self.cost(box, panel) + ASIDE * (abs(aside) + abs(lower))
            tried.append((cost, box, (right + aside, -down - lower), anchor))
            if cost < FREE:
                break
        _, box, xyann, anchor = min(tried, key=lambda place: place[0])
        self.taken.append(box)
        words.xyann = xyann
        words.set(horizontalalignment=ALIGN[anchor])


def settle(drawn: Figure, subplots: Sequence[Axes], artists: Sequence[tuple[Placed, Mapping[str, Floats]]]) -> None:
    """Place the words of all artists that have been drawn, with their values, on a page of its own size."""
    words_of: dict[Any, Any] = {words.get_gid(): words for ax in subplots for words in ax.texts if words.get_gid()}
    for words in words_of.values():
        words.set_in_layout(False)
    page = Page(drawn, subplots)
    page.taken += [page.fixed(text) for ax in subplots for text in _fixed(ax) if text.get_text()]
    for placed, values in artists:
        if isinstance(placed.artist, Point):
            x, y = page.point(subplots[placed.panel], values["x"], values["y"])
            if page.sees(placed.panel, x, y):
                page.markers.append((placed.panel, x, y))
    for placed, values in artists:
        if isinstance(placed.artist, Words):
            at = None if isinstance(placed.artist, Invitation) else _place(page, subplots[placed.panel], placed, values)
            words_of[placed.id].set_alpha(0.0 if at is None else None)  # the browser needs it also where it is not seen
            if at is not None:
                if placed.kind == "name":
                    words_of[placed.id].xy = page.data(subplots[placed.panel], *at)
                page.settle(words_of[placed.id], placed.artist.wish, *at, placed.panel, along=placed.kind == "edge")


def _lay_out(drawn: Figure, subplots: Sequence[Axes], renderer: Any) -> None:
    """Give the axes their size once and for all, so that it is not computed again when the figure is saved."""
    engine = drawn.get_layout_engine()
    assert engine is not None  # `drawing.draw` has asked for one
    engine.execute(drawn)
    drawn.set_layout_engine("none")
    for ax in subplots:
        ax.get_tightbbox(renderer)  # this puts the numbers of the axes where they will be drawn


def _fixed(ax: Axes) -> Iterator[Text]:
    """Words of an axes that no slider moves."""
    if ax.axison:
        for axis, ends in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            yield axis.label
            yield from (tick.label1 for tick in axis.get_major_ticks() if min(ends) <= tick.get_loc() <= max(ends))
    yield ax.title
    yield from (words for words in ax.texts if not words.get_gid())


def _place(page: Page, ax: Axes, placed: Placed, values: Mapping[str, Floats]) -> tuple[float, float] | None:
    """The point that words name, or the nearest that is seen of a curve that they name; none if it is not seen."""
    if placed.kind == "edge":
        _, top, right, _ = page.axes[placed.panel]
        x, y = (right, page.point(ax, 1, values["y"])[1]) if "y" in values else (page.point(ax, values["x"], 1)[0], top)
    else:
        x, y = page.point(ax, values["x"], values["y"])
    if page.sees(placed.panel, x, y):
        return x, y
    if "along_x" not in values:
        return None
    along = (page.point(ax, *each) for each in zip(*np.broadcast_arrays(values["along_x"], values["along_y"]), strict=True))
    seen = [(u, v) for u, v in along if page.sees(placed.panel, u, v)]
    if not seen or math.isnan(x) or math.isnan(y):
        return seen[len(seen) // 2] if seen else None
    return min(seen, key=lambda point: (point[0] - x) ** 2 + (point[1] - y) ** 2)
