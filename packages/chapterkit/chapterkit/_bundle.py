"""A tool that lives in a page: its script joins its modules with those of `livefigure` that they import."""

from __future__ import annotations

import abc
import html
from pathlib import Path
from typing import Any, ClassVar

from livefigure.assets import joined, themed
from livefigure.hosts import is_static, page_of

__all__ = ["PageTool", "script"]


def script(entry: str, folder: Path) -> str:
    """A classic script that calls `mountAll` of the module `entry`, in the folder's ``js/``, as soon as the page is read."""
    wake = f"const wake = () => {entry}Module.mountAll();\n"
    ready = 'if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", wake);\nelse wake();\n'
    return f"(() => {{\n{joined(entry, folder / 'js')}{wake}{ready}}})();\n"


class PageTool(abc.ABC):
    """What the tools of a page share. One of the kind "sizing" has the folder of that name, with ``js/sizing.js`` and ``sizing.css``.

    Attributes
    ----------
    kind : str
        The name of its folder and, with "-tool" behind it, the class of its elements.
    title : str
        The heading of its own page.
    """

    kind: ClassVar[str]
    title: str

    @abc.abstractmethod
    def _html(self) -> str:
        """What a page shows, with the values that its script reads."""

    @abc.abstractmethod
    def sentence(self) -> str:
        """The same in words."""

    @classmethod
    def script(cls) -> str:
        """A classic script that brings every tool of this kind in a page to life."""
        return script(cls.kind, Path(__file__).parent / cls.kind)

    @classmethod
    def style(cls) -> str:
        """The CSS, its colours for light and dark those of the figures."""
        return themed(f"{cls.kind}-tool", Path(__file__).parent / cls.kind / f"{cls.kind}.css")

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """HTML that is alive where scripts may run; a page of the book brings script and style once."""
        shown = self._html()
        if not is_static():
            shown = f"<style>{self.style()}</style>{shown}<script>{self.script()}</script>"
        return {"text/html": shown, "text/plain": self.sentence()}

    def page(self) -> str:
        """The tool as a whole HTML page that needs no other file."""
        return page_of(self.title, self.style(), f"<h1>{html.escape(self.title)}</h1>{self._html()}", self.script())
