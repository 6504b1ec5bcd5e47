"""IPython without a terminal: the outputs of a cell are collected as nbformat outputs of a few harmless kinds."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from IPython.core.autocall import ExitAutocall
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from coursework.sandbox.messages import Budget, ProtocolError, check_png

__all__ = ["make_shell", "message_of", "replace_streams"]

_FORMATS = ("text/plain", "text/latex", "image/png")  # an instructor's page must never run what a student wrote
_OWN_FILES = {str(Path(__file__).with_name(name)) for name in ("cell_runner.py", "ipython_shell.py")}
_IGNORED = "ignored here: a notebook that is graded goes on with its next cell"


class _Outputs:
    """The outputs of the running cell so far, within the notebook's remaining budget."""

    def __init__(self) -> None:
        self.budget = Budget(0)
        self.begin()

    def begin(self) -> None:
        self._shown: list[dict[str, Any]] = []
        self._displays: dict[str, int] = {}  # index of the output with a display id
        self._clear = False

    def finish(self) -> list[dict[str, Any]]:
        return [{**output, "text": "".join(output["text"])} if "text" in output else output for output in self._shown]

    def add(self, output: dict[str, Any]) -> None:
        if self._clear:
            self.begin()
        self._shown.append(output)

    def clear(self, wait: bool) -> None:
        self.begin()
        self._clear = wait

    def write(self, name: str, text: str) -> None:
        text = self.budget.begin(text)
        if text and self._shown and self._shown[-1].get("name") == name and not self._clear:
            self._shown[-1]["text"].append(text)
        elif text:
            self.add({"output_type": "stream", "name": name, "text": [text]})

    def show(self, kind: str, data: dict[str, Any], display_id: str | None = None, update: bool = False) -> None:
        texts = {name: _as_text(data[name]) for name in _FORMATS if data.get(name)}
        if "image/png" in texts:
            try:
                texts["image/png"] = check_png(texts["image/png"])
            except ProtocolError:
                del texts["image/png"]
        if sum(map(len, texts.values())) > self.budget.left:
            texts = {"text/plain": self.budget.begin(texts.get("text/plain", ""))}
            self.budget.cut = True
        elif texts and not self.budget.take(sum(len(text.encode("utf-8", "replace")) for text in texts.values())):
            texts = {}
        output = {"output_type": kind, "data": texts}
        if update and display_id in self._displays:
            self._shown[self._displays[display_id]] = output
        elif texts and not update:
            self.add(output)
            if display_id is not None:
                self._displays[display_id] = len(self._shown) - 1

    def fail(self, name: str, value: str, lines: list[str]) -> None:
        value = self.budget.begin(value[:2000])
        lines = [line for line in map(self.budget.begin, lines[:200]) if line]
        self.add({"output_type": "error", "ename": name[:200], "evalue": value, "traceback": lines})


def _as_text(value: Any) -> str:
    return base64.b64encode(value).decode("ascii") if type(value) is bytes else str.__str__(value) if isinstance(value, str) else ""


class _Stream(io.TextIOBase):
    """Replaces sys.stdout or sys.stderr."""

    encoding = "utf-8"

    def __init__(self, name: str, outputs: _Outputs) -> None:
        self._name, self._outputs = name, outputs

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.write(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    def publish(
        self, data: dict[str, Any], metadata: Any = None, source: Any = None, *, transient: Any = None, update: bool = False, **_: Any
    ) -> None:
        self.shell.outputs.show("display_data", data, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear(wait)


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        self.shell.outputs.show("execute_result", format_dict)

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Leave(ExitAutocall):
    """The commands `exit` and `quit`."""

    rewrite = False

    def __call__(self, *_: Any, **__: Any) -> None:
        raise SystemExit


class _Shell(InteractiveShell):
    """IPython without a terminal and a history, which `exit` does not end."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)
    outputs: _Outputs

    def __init__(self, **options: Any) -> None:
        self.outputs = _Outputs()
        super().__init__(**options)

    def init_user_ns(self) -> None:
        self.exiter = _Leave()
        super().init_user_ns()

    def enable_gui(self, gui: str | None = None) -> None:
        pass

    def system(self, command: str) -> None:
        done = subprocess.run(self.var_expand(command, depth=1), shell=True, capture_output=True, encoding="utf-8", errors="replace")
        self.user_ns["_exit_code"] = done.returncode
        sys.stdout.write(done.stdout)
        sys.stderr.write(done.stderr)

    def showtraceback(self, exc_tuple: Any = None, *arguments: Any, **options: Any) -> None:
        kind, value, trace = self._get_exc_info(exc_tuple)
        if issubclass(kind, SystemExit):
            self.outputs.fail("SystemExit", _IGNORED, [f"SystemExit: {_IGNORED}"])
            return
        _cut_own_frames(trace)
        super().showtraceback((kind, value, trace), *arguments, **options)

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.outputs.fail(etype.__name__, message_of(evalue), [str(line) for line in stb])


def _cut_own_frames(trace: Any) -> None:
    """Remove the frames of this package from the end of a traceback."""
    while trace is not None and trace.tb_next is not None:
        if trace.tb_next.tb_frame.f_code.co_filename in _OWN_FILES:
            trace.tb_next = None
        trace = trace.tb_next


def message_of(error: BaseException) -> str:
    try:
        return str(str(error))
    except BaseException:
        return "(its message cannot be read)"


def make_shell(folder: str) -> _Shell:
    """Make the shell that every notebook starts with; `folder` is for IPython's files."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.show_rewritten_input = False
    config.InteractiveShell.ipython_dir = folder
    shell = _Shell.instance(config=config)
    shell.display_formatter.active_types = list(_FORMATS)
    with suppress(ImportError):  # no matplotlib
        shell.enable_matplotlib("inline")
    warnings.filterwarnings("ignore", message="To exit: use")
    return shell


def replace_streams(shell: Any) -> None:
    """Send printed text to the shell's outputs, and leave standard input empty."""
    sys.stdout, sys.stderr, sys.stdin = _Stream("stdout", shell.outputs), _Stream("stderr", shell.outputs), io.StringIO()
