"""Elements of XML."""

from __future__ import annotations

from xml.etree import ElementTree

__all__ = ["Element", "add", "add_text", "file_of"]

Element = ElementTree.Element


def add(parent: Element, tag: str, text: str | None = None, /, **attributes: str) -> Element:
    """Add an element at the end of another one."""
    child = ElementTree.SubElement(parent, tag, attributes)
    child.text = text
    return child


def add_text(parent: Element, tag: str, text: str, /, **attributes: str) -> None:
    """Add an element whose content is in an element ``text``, as Moodle has it."""
    add(add(parent, tag, **attributes), "text", text)


def file_of(root: Element) -> bytes:
    """The file of a document."""
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
