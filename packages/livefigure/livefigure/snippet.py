"""The Python that reproduces what a live figure shows: NumPy and matplotlib, with the sliders' present values filled in."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import sympy as sp

from livefigure.artists.words import SLOT
from livefigure.compile import as_expression
from livefigure.numpy_code import Parts
from livefigure.scale import LEVELS, SHADES, Shade
from livefigure.table import tables_of

if TYPE_CHECKING:
    from livefigure.panel import Panel
    from livefigure.protocol import FigureLike

# Names that the program itself uses, and that no slider, axis or table may therefore have.
RESERVED = frozenset({"np", "plt", "print", "abs"})
# Writes a number in a text as the page does, but for its typography.
NUMBER_TEXT = '''\
def {name}(value, digits, unit=""):
    """A number with so many significant digits, and its unit."""
    if abs(value) and not 1e-3 <= abs(value) < 1e7:
        return f"{{value:.{{digits - 1}}e}}{{unit}}"
    return f"{{value:.{{max(0, digits - 1 - int(f'{{value:e}}'.split('e')[1]))}}f}}{{unit}}"
'''
# Turns values into colours as the page does.
SHADE = f'''\
def {{name}}(value, low, high):
    """The colour of each value on a scale from low to high."""
    colors = "{" ".join(light for light, _ in SHADES)}".split()
    share = np.clip((np.asarray(value) - low) / (high - low), 0, 1)
    return np.array(colors)[np.floor({LEVELS - 1} * share + 0.5).astype(int)]
'''


class Writer:
    """Writes expressions, texts and calls of matplotlib as Python for one figure; artists use it for their own lines."""

    panel: Panel  # whose artists are being written

    def __init__(self, figure: FigureLike) -> None:
        self.figure = figure
        self._taken = {symbol.name for symbol in (*figure.sliders, *figure.grids)} | RESERVED
        for table in tables_of(figure):
            self._taken |= table.defines
        self._locals: dict[str, str] = {}
        # What curves and parcels run along has no name of its own.
        self._parameter = {grid: self.local(grid.name) for grid in figure.grids if isinstance(grid, sp.Dummy)}
        self._uses: dict[str, str] = {}  # functions that the lines written so far need, and their definitions
        self._parts = Parts(self._parameter, rounded=True)
        self._parts_named = False

    def local(self, name: str) -> str:
        """A name for the program's own use: `name`, or with underscores behind it where the figure has that name already."""
        if name not in self._locals:
            free = name
            while free in self._taken or keyword.iskeyword(free):
                free += "_"
            self._locals[name] = free
            self._taken.add(free)
        return self._locals[name]

    def number(self, expression: Any) -> str:
        """The expression as Python."""
        return self._parts.write(as_expression(expression))

    def name_parts(self) -> list[str]:
        """Name what the expressions written so far have in common; from now on they are written with the names, which these lines define."""
        self._parts.name_parts(lambda number: self.local(f"part{number}"))
        self._parts_named = True
        return self._parts.definitions

    def array(self, expression: sp.Basic, like: sp.Basic) -> str:
        """The same, with a value at every point also where it does not vary along the curve and `like` does."""
        text = self.number(expression)
        return text if expression.free_symbols & set(self.figure.grids) else f"np.full_like({self.number(like)}, {text})"

    def shade(self, shade: Shade) -> str:
        """The colour of a value on a scale, or of each of many."""
        self._uses["shade"] = SHADE
        return f"{self.local('shade')}({self.number(shade.value)}, {float(shade.scale.low)!r}, {float(shade.scale.high)!r})"

    def text(self, text: str) -> str:
        """A text as a Python string, an f-string where it has slots."""
        if not SLOT.search(text):
            return repr(text)
        self._uses["number_text"] = NUMBER_TEXT
        pieces = re.split(SLOT, text)  # words and slots in turn
        pieces[1::2] = map(self._slot, pieces[1::2])
        # In words an apostrophe has a backslash before it. In a slot, as in a unit, Python allows none before 3.12.
        quote = "'''" if any("'" in slot for slot in pieces[1::2]) else "'"
        pieces[::2] = map(_literal, pieces[::2])
        return f"f{quote}{''.join(pieces)}{quote}"

    def _slot(self, name: str) -> str:
        slot = self.figure.slots[name]
        if (slot.words or slot.absent) and not self._parts_named:
            return ""  # what is computed only under a condition is no part that may be computed before
        value, unit = self.number(slot.value), f", {self._quoted(slot.unit, ' ')}" if slot.unit else ""
        text = f"{self.local('number_text')}({value}, {slot.digits}{unit})"
        if slot.one:
            text = f"{self._quoted(slot.one, '1 ')} if {value} == 1 else {text}"
        if slot.absent:
            text = f"{self._quoted(slot.absent)} if {value} != {value} else {text}"
        for condition, words in reversed(slot.words):
            text = f"{self._quoted(words)} if {self.number(condition)} else {text}"
        return f"{{{text}}}"

    def _quoted(self, words: str, before: str = "") -> str:
        """A string between double quotes, which may stand between the braces of an f-string between single ones."""
        if unfit := re.search(r"""["\\\n]|'''""", words):
            raise ValueError(
                f"units and words of {self.figure.name} must not hold {unfit[0]!r}, which its Python cannot write; got {words!r}"
            )
        return f'"{before}{words}"'

    @staticmethod
    def call(method: str, *arguments: str, **options: Any) -> str:
        """A call of ``plt``."""
        return f"plt.{method}({', '.join([*arguments, *(f'{name}={value!r}' for name, value in options.items())])})"

    @property
    def definitions(self) -> list[str]:
        """The functions that the lines written so far need."""
        texts = [text.format(name=self.local(name)) for name, text in self._uses.items()]
        return "\n\n".join(texts).splitlines()

    @property
    def axes(self) -> Iterator[str]:
        """The points that the curves run along."""
        follows = {symbol for placed in self.figure.artists for part in placed.expressions.values() for symbol in part.free_symbols}
        for symbol, grid in self.figure.grids.items():
            if symbol in follows:
                make = "geomspace" if grid["log"] else "linspace"
                name = self._parameter.get(symbol, symbol.name)
                yield f"{name} = np.{make}({grid['low']!r}, {grid['high']!r}, {grid['count']})"


def _literal(words: str) -> str:
    return words.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("{", "{{").replace("}", "}}")


def snippet(figure: FigureLike) -> str:
    """A program; each slider's value is a slot such as ``{T_hot}`` for the host to fill."""
    writer = Writer(figure)
    list(_drawing(writer, figure)), list(_printing(writer, figure))  # the first time shows which definitions are needed
    parts = writer.name_parts()
    drawing = [*_drawing(writer, figure), *_printing(writer, figure), "plt.show()"]
    # Statements that several tables share are written once, imports before the rest.
    sources = dict.fromkeys(["import matplotlib.pyplot as plt", "import numpy as np"])
    sources |= dict.fromkeys(statement for table in tables_of(figure) for statement in table.statements)
    imports = [source for source in sources if source.startswith(("import ", "from "))]
    values = []
    for symbol in figure.sliders:
        unit = figure.unit(symbol)
        values.append(f"{symbol.name} = {{{symbol.name}}}" + (f"  # {unit}" if unit else ""))
    functions = [source for source in sources if source not in imports]
    blocks = [imports, functions, writer.definitions, [*values, *writer.axes], parts, drawing]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _drawing(writer: Writer, figure: FigureLike) -> Iterator[str]:
    widths = [panel.width for panel in figure.panels]
    options = f"figsize={tuple(map(float, figure.sizes['wide']))}, layout='constrained'"
    if len(widths) == 1:
        yield f"plt.figure({options})"
    else:
        yield f"{writer.local('axes')} = plt.subplots(1, {len(widths)}, width_ratios={widths}, {options})[1]"
    for number, panel in enumerate(figure.panels):
        if len(widths) > 1:
            yield f"plt.sca({writer.local('axes')}[{number}])"
        writer.panel = panel
        yield from _axes(panel)
        for artist in panel.artists():
            yield from artist.python(writer)
        if any(artist.legend() for artist in panel.artists()):
            yield "plt.legend()"


def _printing(writer: Writer, figure: FigureLike) -> Iterator[str]:
    """The readouts: a number with all its digits, or a text where it may be words."""
    for label in figure.readouts:
        slot = figure.slots[label]
        has_words = slot.one or slot.words or slot.absent
        yield f"print({label!r}, {writer.text(f'{{{label}}}') if has_words else f'{writer.number(slot.value)}, {slot.unit!r}'})"


def _axes(panel: Panel) -> Iterator[str]:
    for axis, scale in zip("xy", panel.scales, strict=True):
        if scale == "log":
            yield f"plt.{axis}scale('log')"
    yield f"plt.xlim{tuple(map(float, panel.xlim))}"
    yield f"plt.ylim{tuple(map(float, panel.ends))}"
    if panel.axes:
        yield f"plt.xlabel({panel.xlabel!r})"
        yield f"plt.ylabel({panel.ylabel!r})"
    else:
        yield "plt.axis('off')"
    if panel.equal:
        yield "plt.gca().set_aspect('equal')"
    if panel.title:
        yield f"plt.title({panel.title!r})"
