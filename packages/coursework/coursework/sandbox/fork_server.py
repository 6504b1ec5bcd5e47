"""The fork server: isolates itself, imports the libraries that notebooks use, and then forks an isolated child for each notebook.

It runs no student's code and has a single thread. It talks to `coursework.sandbox.sandbox.Sandbox` through standard input and output.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Set
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import coursework
from coursework.sandbox import SandboxError
from coursework.sandbox.control_groups import NotebookGroup
from coursework.sandbox.filesystem import WRITABLE
from coursework.sandbox.isolation import Isolation, confine, isolate
from coursework.sandbox.messages import Unpacker, pack, read_message, write_all
from coursework.sandbox.protections import active_protections, required_protections, visible
from coursework.sandbox.resource_watch import ResourceWatch, memory_of, processes, too_much_memory
from coursework.sandbox.syscalls import CLONE, call, protect_mounts

# Imported before the first fork, where they are installed.
_PRELOADED = ("asyncio", "numpy", "sympy", "matplotlib.pyplot", "scipy", "pint")
_PRELOADED += ("cryolib.limits", "cryolib.gases", "cryolib.symbols", "coursework.student")
# Cells that do once, for all notebooks, the slow first steps of most of them: fonts, printers, solvers, tracebacks, property tables.
# A cell that fails because a library is missing does no harm.
_WARM_UP = """
import matplotlib.pyplot
_figure, _axes = matplotlib.pyplot.subplots()
_axes.plot([0, 1], [1, 2], label="$T_C$"); _axes.set(xlabel="$T$ (K)", ylabel="$x^2$"); _axes.legend(); _axes.grid(True)
matplotlib.pyplot.show()
%matplotlib inline
""", """
import sympy, numpy
display(sympy.Symbol("x") ** 2 / 3)
display(numpy.linspace(0, 1, 5))
float(sympy.sqrt(2) / 3)
x, y, a, b = sympy.symbols("x y a b", positive=True)
sympy.solve([x + y - 2, x / a - y / b], [x, y]), sympy.solve(x**2 + a * x - b, x)
sympy.simplify(b * sympy.log(a / b - 1).diff(b)), sympy.integrate(1 / x, (x, 1, y)), sympy.limit(x / (1 + x), x, 0)
sympy.lambdify(x, x**2 * sympy.exp(x))(1.0), sympy.nsolve(x**2 - 2, x, 1)
""", "1 / 0", "from cryolib.gases import RealFluid\nRealFluid('nitrogen').state(300.0, 1e5)"  # fmt: skip
# A container runs one notebook, which may need nothing of this. But the first error of a cell must not take the cell's time.
_WARM_UP_CONTAINER = ("1 / 0",)


def main() -> None:
    """Serve until standard input ends."""
    configuration = read_message(0)
    if configuration is None:
        return
    packages = tuple(configuration["packages"])
    try:
        isolation = isolate(configuration["mode"], packages, *(configuration[name] for name in ("outside", "hidden", "marks")))
    except SandboxError as error:
        write_all(1, pack({"refused": str(error)}))
        return
    requests, results = _move_pipes()
    server = _ForkServer(isolation, _warm_up(packages, isolation), configuration, requests)
    if isolation.mode != "container":
        protect_mounts("/")
    gc.collect()
    gc.freeze()
    write_all(results, pack(server.rehearse()))
    sent = 0

    def forward(data: memoryview) -> None:
        nonlocal sent
        sent += len(data)
        write_all(results, b"D" + len(data).to_bytes(4, "big"))
        write_all(results, data)

    while (limits := read_message(requests)) is not None:
        sent = 0
        ending = server.serve(limits, None, forward)
        if not sent:  # the child did not even read its notebook from the pipe
            return
        write_all(results, b"E" + pack(ending))
        if isolation.mode == "container":  # a new container for each notebook, so that nothing is left for the next
            with suppress(OSError):
                os.kill(-1, signal.SIGKILL)
            return


def _move_pipes() -> tuple[int, int]:
    """Move the pipes away from standard input and output, to which libraries may print."""
    pipes = os.dup(0), os.dup(1)
    nothing = os.open("/dev/null", os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return pipes


def _warm_up(packages: tuple[str, ...], isolation: Isolation) -> Any:
    home = tempfile.mkdtemp() if isolation.mode == "container" else WRITABLE
    os.environ.update(HOME=home, MPLCONFIGDIR=f"{home}/matplotlib", IPYTHONDIR=f"{home}/ipython", PYTHONDONTWRITEBYTECODE="1")
    os.environ.update(MPLBACKEND="module://matplotlib_inline.backend_inline", LANG="C.UTF-8")
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")  # a process with threads cannot fork
    os.chdir(home)
    for name in (*_PRELOADED, *packages):
        with suppress(ImportError):
            import_module(name)
    from coursework.sandbox.ipython_shell import make_shell

    shell = make_shell(f"{home}/ipython")
    for source in _WARM_UP_CONTAINER if isolation.mode == "container" else _WARM_UP:
        shell.run_cell(source, store_history=True)
    shell.outputs.begin()
    shell.reset(new_session=True)
    _close_fonts()
    return shell


def _close_fonts() -> None:
    """Close cached fonts: a child keeps no descriptors, so it opens its own."""
    try:
        from matplotlib import font_manager, mathtext
    except ImportError:
        return
    for cached in (getattr(font_manager, "_get_font", None), getattr(mathtext.MathTextParser, "_parse_cached", None)):
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
    gc.collect()


class _ForkServer:
    def __init__(self, isolation: Isolation, shell: Any, configuration: dict[str, Any], requests: int) -> None:
        self._isolation, self._shell, self._configuration, self._requests = isolation, shell, configuration, requests

    def rehearse(self) -> dict[str, Any]:
        """Run a notebook without cells, to verify that it is isolated."""
        data = bytearray()
        limits = self._configuration["limits"] | {"seconds": 30.0}
        self.serve(limits, {"cells": [], "files": {}}, data.extend)
        first = next(Unpacker(1 << 20).feed(bytes(data)), {"refused": f"{self._isolation.mode}: the isolated process ended at once"})
        return first if "refused" in first else {"ready": self._isolation.mode, "group": self._isolation.group >= 0} | first

    def serve(self, limits: dict[str, float], notebook: dict[str, Any] | None, forward: Callable[[memoryview], None]) -> dict[str, Any]:
        """Run a notebook in a child process, to the end of all its processes.

        The child itself reads the notebook. In the memory of this process, other students' children would find it.
        """
        address_space, before, cpu = memory_of("self")["VmSize"], processes(), _children_cpu()
        group = self._group(limits)
        reading, writing = os.pipe()
        if self._isolation.mode != "container":
            call("unshare", CLONE["pid"])
        child = os.fork()
        if child == 0:
            self._run_child(limits, notebook, address_space, writing, group)
        if self._isolation.mode != "container":
            call("setns", self._isolation.namespace, CLONE["pid"])
        os.close(writing)
        ending = ResourceWatch(child, before, reading, self._requests, limits, forward, looks=group is None).run()
        os.close(reading)
        if group is not None and group.remove():
            ending["reason"] = ending["reason"] or too_much_memory(limits)
        return ending | {"cpu": _children_cpu() - cpu}

    def _group(self, limits: dict[str, float]) -> NotebookGroup | None:
        """A control group for a notebook, where there can be one. Its files are in memory, and so is what every notebook starts with."""
        if self._isolation.group < 0:
            return None
        memory = int(limits["memory"]) + int(limits["files"]) + memory_of("self").get("RssAnon", 0)
        return NotebookGroup(self._isolation.group, memory, int(limits["processes"]) + 2)

    def _run_child(
        self, limits: dict[str, float], notebook: dict[str, Any] | None, address_space: int, writing: int, group: NotebookGroup | None
    ) -> None:
        """Run a notebook in the child process, then exit."""
        from coursework.sandbox.cell_runner import put_files, run_notebook

        def send(message: Any) -> None:
            write_all(writing, pack(message))

        code = 1
        try:
            try:
                if group is not None:
                    group.enter()
                notebook = notebook or read_message(self._requests)
                assert notebook is not None
                home = confine(self._isolation, limits, address_space, writing)
                protection = active_protections(
                    self._isolation.mode, self._isolation.user, self._configuration["outside"], self._configuration["hidden"]
                )
                if missing := required_protections(self._isolation.mode) - set(protection):
                    raise SandboxError(f"not in force: {', '.join(sorted(missing))}{self._hint(missing)}")
                for module in (os, coursework):  # the new user may not be allowed to read Python's own files
                    Path(str(module.__file__)).read_bytes()
                _make_folders(home)
                put_files(notebook["files"], home)
            except Exception as error:
                send({"refused": f"{self._isolation.mode}: {error}"})
            else:
                send({"protection": protection})
                run_notebook(self._shell, notebook["cells"], limits, send)
                send({"end": True})
                code = 0
        finally:
            os._exit(code)

    def _hint(self, missing: Set[str]) -> str:
        """What to do about protections that are not in force."""
        exposed = visible(self._configuration["hidden"])
        visible_paths = f"; visible: {', '.join(exposed)}" if exposed else ""
        root = self._isolation.mode == "container" and "number of processes" in missing
        return visible_paths + "; start the container as another user than root, whose processes the kernel does not limit" * root


def _children_cpu() -> float:
    """CPU time of the children that have ended [s]."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _make_folders(home: str) -> None:
    """Make the folders that environment variables name, and import from the working folder."""
    for path in (os.environ["MPLCONFIGDIR"], os.environ["IPYTHONDIR"] + "/profile_default"):
        with suppress(OSError):
            os.makedirs(path, exist_ok=True)
    sys.path[:] = [home, *(path for path in sys.path if path)]


if __name__ == "__main__":
    main()
