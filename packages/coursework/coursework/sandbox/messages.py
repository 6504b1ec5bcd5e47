"""Messages through the pipes between the grader, the fork server and a student's notebook.

A message is its length in four bytes, followed by JSON. What comes from a notebook may have been written by the student's code, so
`read_record` validates every part of it and rebuilds the record from the valid parts.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from coursework.marking.answers import LONGEST, Unanswered

__all__ = ["Budget", "ProtocolError", "Unpacker", "check_png", "pack", "read_message", "read_record", "write_all"]

_LENGTH = struct.Struct(">I")
_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST_IMAGE = 8192  # pixels, each way
_MOST_OUTPUTS = 2000  # per cell


class ProtocolError(ValueError):
    """A message does not follow the protocol, so it was tampered with."""


def pack(message: Any) -> bytes:
    """Encode plain data as a message."""
    text = json.dumps(message).encode("ascii")
    return _LENGTH.pack(len(text)) + text


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write all of it."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def read_message(descriptor: int) -> Any:
    """Read a trusted message from a pipe, or None at its end."""
    data = bytearray()
    size = _LENGTH.size
    while len(data) < size:
        piece = os.read(descriptor, min(size - len(data), 1 << 20))
        if not piece:
            return None
        data += piece
        if size == _LENGTH.size == len(data):
            size += _LENGTH.unpack(data)[0]
    return json.loads(data[_LENGTH.size :])


class Unpacker:
    """Cuts a stream of bytes into messages.

    >>> unpacker = Unpacker(longest=100)
    >>> list(unpacker.feed(pack([1])[:3])), list(unpacker.feed(pack([1])[3:] + pack({"a": "b"})))
    ([], [[1], {'a': 'b'}])
    """

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._data = bytearray()

    def feed(self, data: bytes) -> Iterator[Any]:
        """Yield the messages that are now complete.

        Raises
        ------
        ProtocolError
            If one is longer than `longest`, or not the JSON of plain data.
        """
        self._data += data
        while len(self._data) >= _LENGTH.size:
            length = _LENGTH.unpack_from(self._data)[0]
            if length > self._longest:
                raise ProtocolError(f"a message of {length} bytes")
            end = _LENGTH.size + length
            if len(self._data) < end:
                return
            text = bytes(self._data[_LENGTH.size : end])
            del self._data[:end]
            try:
                yield json.loads(text.decode("ascii"), parse_constant=_no_constant, object_pairs_hook=_no_duplicates)
            except (ValueError, RecursionError) as error:
                raise ProtocolError(f"not JSON: {error}") from None


def _no_constant(name: str) -> None:
    raise ProtocolError(name)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) < len(pairs):
        raise ProtocolError("a duplicate key")
    return unique


@dataclass
class Budget:
    """Bytes of a notebook's outputs that may still be kept."""

    left: int
    cut: bool = field(default=False)

    def take(self, size: int) -> bool:
        """Whether this many more bytes fit; if not, everything after them is cut too."""
        self.cut = self.cut or size > self.left
        self.left -= 0 if self.cut else size
        return not self.cut

    def begin(self, text: str) -> str:
        """As much of the beginning of a text as fits."""
        if self.cut:
            return ""
        data = text[: self.left + 1].encode("utf-8", "replace")
        kept = data if len(data) <= self.left else data[: self.left]
        self.cut, self.left = len(kept) < len(data) or len(text) > self.left + 1, self.left - len(kept)
        return kept.decode("utf-8", "ignore")


def read_record(message: Any, cell: int, asks: tuple[str, ...], budget: Budget) -> tuple[tuple[dict, ...], dict[str, Any], bool]:
    """Read the record that a notebook sent about one of its cells.

    Returns
    -------
    outputs, answers, interrupted
        nbformat outputs (stream, error, and display_data or execute_result with plain text, LaTeX and PNG at most), the values of
        all variables in `asks`, and whether the cell was stopped.

    Raises
    ------
    ProtocolError
        If it is anything else.
    """
    if type(message) is not dict or set(message) != {"cell", "outputs", "answers", "interrupted"}:
        raise ProtocolError("not a record of a cell")
    if type(message["cell"]) is not int or message["cell"] != cell or type(message["interrupted"]) is not bool:
        raise ProtocolError("a record of another cell")
    outputs, answers = message["outputs"], message["answers"]
    if type(outputs) is not list or type(answers) is not dict or set(answers) != set(asks):
        raise ProtocolError("outputs or answers that were not asked for")
    kept = [output for output in (_output(one, budget) for one in outputs[:_MOST_OUTPUTS]) if output]
    return tuple(kept), {name: _answer(answers[name]) for name in asks}, message["interrupted"]


def _text(value: Any) -> str:
    if type(value) is not str:
        raise ProtocolError("something else where a text must be")
    return value.encode("utf-8", "replace").decode("utf-8")  # without lone surrogates


def _output(output: Any, budget: Budget) -> dict[str, Any] | None:
    if type(output) is not dict:
        raise ProtocolError("something else where an output must be")
    kind = output.get("output_type")
    if kind == "stream" and output.get("name") in ("stdout", "stderr"):
        text = budget.begin(_text(output.get("text")))
        return {"output_type": "stream", "name": output["name"], "text": text} if text else None
    if kind == "error" and type(output.get("traceback")) is list:
        name, value = _text(output.get("ename"))[:200], budget.begin(_text(output.get("evalue"))[:2000])
        lines = [budget.begin(_text(line)) for line in output["traceback"][:200]]
        return {"output_type": "error", "ename": name, "evalue": value, "traceback": [line for line in lines if line]}
    if kind in ("display_data", "execute_result"):
        data = _bundle(output.get("data"), budget)
        counted = {"execution_count": None} if kind == "execute_result" else {}
        return {"output_type": kind, "data": data, "metadata": {}, **counted} if data else None
    raise ProtocolError("an output of an unknown kind")


def _bundle(data: Any, budget: Budget) -> dict[str, str]:
    if type(data) is not dict or not set(data) <= {"text/plain", "text/latex", "image/png"}:
        raise ProtocolError("an output in another format")
    texts = {kind: _text(value) for kind, value in data.items()}
    if "image/png" in texts:
        texts["image/png"] = check_png(texts["image/png"])
    size = sum(len(text.encode()) for text in texts.values())
    return texts if budget.take(size) else {}


def check_png(text: str) -> str:
    """Check that a text is a PNG image of sensible size, in base64."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ProtocolError("an image that is not PNG") from None
    width, height = struct.unpack(">II", data[16:24]) if data[:8] == _PNG and data[12:16] == b"IHDR" and len(data) > 24 else (0, 0)
    if not (0 < width <= _LARGEST_IMAGE and 0 < height <= _LARGEST_IMAGE):
        raise ProtocolError("an image that is not PNG")
    return base64.b64encode(data).decode("ascii")


def _answer(value: Any) -> float | int | str | Unanswered:
    if type(value) is str:
        text = _text(value)
        return text if len(text) <= LONGEST else Unanswered(f"is a text of {len(text)} characters; {LONGEST} is the most")
    if type(value) is int and value.bit_length() <= 128:
        return value
    if type(value) is float and math.isfinite(value):
        return value
    if type(value) is dict and set(value) == {"unanswered"}:
        return Unanswered(_text(value["unanswered"])[:300])
    raise ProtocolError("an answer that is not a plain value")
