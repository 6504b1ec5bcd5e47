"""``python -m coursework.sandbox``: how notebooks would be isolated here, and which protections are missing, before any is graded."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from coursework import __version__
from coursework.sandbox import SandboxError, require_linux

__all__ = ["main", "report", "room_of"]

_MODES = {
    "root": "in namespaces, as a user of its own",
    "user": "in a user namespace, as the user that grades",
    "container": "in a container that is started for it",
}
_LACKS = {
    "own user": "own user: a notebook's processes belong to the user that {}; namespaces alone separate them from others",
    "size of files": "size of files: a notebook may write more than one file of {:g} MB; only the container can limit all of them",
}


def room_of(mode: str, prefix: Sequence[str]) -> str:
    """The column of SECURITY.md's tables that is about a sandbox of this mode, in words.

    Examples
    --------
    >>> room_of("container", ["podman", "run", "--runtime=runsc", "image", "python3"])
    'room gVisor of SECURITY.md'
    """
    programs = {"runsc": "gVisor", "bwrap": "bubblewrap"}
    words = set(re.findall(r"\w+", " ".join(prefix)))
    name = mode if mode != "container" else next((room for program, room in programs.items() if program in words), "")
    return f"room {name} of SECURITY.md" if name else f"a container that has no column in SECURITY.md, started by {Path(prefix[0]).name}"


def report(settings: dict[str, Any]) -> str:
    """Start a sandbox with a course's settings, those of ``c.SandboxedExecute``, and say how it isolates notebooks.

    Raises
    ------
    SandboxError
        If notebooks cannot be isolated here; the message says what to do.
    """
    require_linux()
    from coursework.sandbox.sandbox import Limits, Sandbox

    limits = Limits(**{field.name: settings[field.name] for field in fields(Limits) if field.name in settings})
    with Sandbox(limits, settings.get("packages", ()), settings.get("prefix", ())) as sandbox:
        lines = [
            f"coursework {__version__}, {room_of(sandbox.mode, sandbox.prefix)}.",
            f"Each notebook runs {_MODES[sandbox.mode]}. All protections were checked here and work{', except:' if sandbox.lacks else '.'}",
        ]
        owner = "grades" if sandbox.mode == "user" else "the container has"
        lines += [f"- {_LACKS[name].format(owner if name == 'own user' else limits.files / 1e6)}." for name in sandbox.lacks]
    return "\n".join(lines)


def _settings(course: Path) -> dict[str, Any]:
    """The settings of the sandbox in a course folder; none if there is no course."""
    if not (course / "nbgrader_config.py").exists():
        return {}
    from traitlets.config.loader import PyFileConfigLoader

    return dict(PyFileConfigLoader("nbgrader_config.py", str(course)).load_config().SandboxedExecute)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report; 1 if notebooks cannot be isolated here."""
    parser = argparse.ArgumentParser(
        prog="python -m coursework.sandbox", description="How notebooks are isolated here, and which protections are missing."
    )
    parser.add_argument("course", nargs="?", default=".", type=Path, help="the course folder, for its settings (default: this folder)")
    try:
        print(report(_settings(parser.parse_args(arguments).course)))
    except (SandboxError, ValueError, OSError) as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
