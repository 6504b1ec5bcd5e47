"""The warm process: walls itself in, imports what notebooks use, and then forks a confined child for each notebook.

It runs no student's code and is single-threaded. It speaks with `coursework.confined.nursery.Nursery` through its standard input and output.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import cryolib
from coursework.confined.confinement import ConfinementError, Room, confine, enter, in_force, in_sight, necessary
from coursework.confined.kernel import CLONE, call, protect_mounts
from coursework.confined.messages import Unpacker, pack, read_message, write_all
from coursework.confined.rooms import PLACE
from coursework.confined.watching import Watch, processes, status_of

_WARM = ("asyncio", "numpy", "sympy", "matplotlib.pyplot", "scipy", "pint")  # as far as they are there
_WARM += ("cryolib.limits", "cryolib.gases", "cryolib.symbols", "coursework.student")
# What a notebook does sooner or later, done once for all: fonts, printers, the machinery of tracebacks.
_EXERCISE = """
import matplotlib.pyplot, sympy, numpy
_figure, _axes = matplotlib.pyplot.subplots()
_axes.plot([0, 1], [1, 2], label="$T_C$"); _axes.set(xlabel="$T$ (K)", ylabel="$x^2$"); _axes.legend(); _axes.grid(True)
matplotlib.pyplot.show()
display(sympy.Symbol("x") ** 2 / 3)
display(numpy.linspace(0, 1, 5))
%matplotlib inline
float(sympy.sqrt(2) / 3)
from cryolib.limits import carnot_cop
from cryolib.symbols import T_cold, T_hot
x, y = sympy.symbols("x y", positive=True)
sympy.solve([x + y - 2, x / T_hot - y / T_cold], [x, y]), sympy.solve(x**2 + T_hot * x - T_cold, x)
sympy.simplify(T_cold * sympy.log(T_hot / T_cold - 1).diff(T_cold)), sympy.integrate(1 / x, (x, 1, y)), sympy.limit(x / (1 + x), x, 0)
sympy.lambdify(x, x**2 * sympy.exp(x))(1.0), sympy.nsolve(x**2 - 2, x, 1)
""", "1 / 0", "from cryolib.gases import RealFluid\nRealFluid('nitrogen').state(300.0, 1e5)"  # fmt: skip


def main() -> None:
    """Serve until standard input ends."""
    configuration = read_message(0)
    if configuration is None:
        return
    packages = tuple(configuration["packages"])
    try:
        room = enter(configuration["mode"], packages, configuration["outside"], configuration["hidden"])
    except ConfinementError as trouble:
        write_all(1, pack({"refused": str(trouble)}))
        return
    requests, results = _take_pipes()
    nursery = _Warm(room, _warm_up(packages, room), configuration, requests)
    if room.mode != "container":
        protect_mounts("/")
    gc.collect()
    gc.freeze()
    write_all(results, pack(nursery.rehearse()))
    sent = 0

    def forward(data: memoryview) -> None:
        nonlocal sent
        sent += len(data)
        write_all(results, b"D" + len(data).to_bytes(4, "big"))
        write_all(results, data)

    while (limits := read_message(requests)) is not None:
        sent = 0
        ending = nursery.serve(limits, None, forward)
        if not sent:  # the child did not even take its notebook out of the pipe
            return
        write_all(results, b"E" + pack(ending))
        if room.mode == "container":  # what one student left behind must not meet the next: a new container for each
            with suppress(OSError):
                os.kill(-1, signal.SIGKILL)
            return


def _take_pipes() -> tuple[int, int]:
    """Move the pipes out of the way of what prints."""
    pipes = os.dup(0), os.dup(1)
    nothing = os.open("/dev/null", os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return pipes


def _warm_up(packages: tuple[str, ...], room: Room) -> Any:
    place = tempfile.mkdtemp() if room.mode == "container" else PLACE
    os.environ.update(HOME=place, MPLCONFIGDIR=f"{place}/matplotlib", IPYTHONDIR=f"{place}/ipython", PYTHONDONTWRITEBYTECODE="1")
    os.environ.update(MPLBACKEND="module://matplotlib_inline.backend_inline", LANG="C.UTF-8")
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")  # a process with threads cannot fork
    os.chdir(place)
    for name in (*_WARM, *packages):
        with suppress(ImportError):
            import_module(name)
    from coursework.confined.shell import make_shell

    shell = make_shell(f"{place}/ipython")
    for source in _EXERCISE:
        shell.run_cell(source, store_history=True)
    shell.outputs.begin()
    shell.reset(new_session=True)
    _close_fonts()
    return shell


def _close_fonts() -> None:
    """Forget the fonts that are open: the child has no descriptors, so it opens its own."""
    from matplotlib import font_manager, mathtext

    for cached in (getattr(font_manager, "_get_font", None), getattr(mathtext.MathTextParser, "_parse_cached", None)):
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
    gc.collect()


class _Warm:
    def __init__(self, room: Room, shell: Any, configuration: dict[str, Any], requests: int) -> None:
        self._room, self._shell, self._configuration, self._requests = room, shell, configuration, requests

    def rehearse(self) -> dict[str, Any]:
        """Run a notebook without cells, to see whether its walls hold."""
        told = bytearray()
        limits = self._configuration["limits"] | {"seconds": 30.0}
        self.serve(limits, {"cells": [], "files": {}}, told.extend)
        first = next(Unpacker(1 << 20).feed(bytes(told)), {"refused": f"{self._room.mode}: the confined process ended at once"})
        return {"ready": self._room.mode} if "protection" in first else first

    def serve(self, limits: dict[str, float], notebook: dict[str, Any] | None, forward: Callable[[memoryview], None]) -> dict[str, Any]:
        """Run a notebook in a child of its own, to the end of all its processes.

        The child itself reads the notebook: in the memory of this process other students' children would find it.
        """
        address_space, before, used = status_of("self")["VmSize"], processes(), _used()
        reading, writing = os.pipe()
        if self._room.mode != "container":
            call("unshare", CLONE["pid"])
        child = os.fork()
        if child == 0:
            self._live(limits, notebook, address_space, writing)
        if self._room.mode != "container":
            call("setns", self._room.namespace, CLONE["pid"])
        os.close(writing)
        ending = Watch(child, before, reading, self._requests, limits, forward).run()
        os.close(reading)
        return ending | {"cpu": _used() - used}

    def _live(self, limits: dict[str, float], notebook: dict[str, Any] | None, address_space: int, writing: int) -> None:
        """Be the child, to its end."""
        from coursework.confined.execution import put_files, run_notebook

        def hand_out(message: Any) -> None:
            write_all(writing, pack(message))

        code = 1
        try:
            try:
                notebook = notebook or read_message(self._requests)
                assert notebook is not None
                home = confine(self._room, limits, address_space, writing)
                found = in_force(self._room, self._configuration["outside"], self._configuration["hidden"])
                if missing := necessary(self._room.mode) - set(found):
                    seen = in_sight(self._configuration["hidden"])
                    raise ConfinementError(f"not in force: {', '.join(sorted(missing))}{'; in sight: ' * bool(seen)}{', '.join(seen)}")
                for module in (os, cryolib):  # it may be a user who cannot read Python's own files
                    Path(str(module.__file__)).read_bytes()
                _settle(home)
                put_files(notebook["files"], home)
            except Exception as trouble:
                hand_out({"refused": f"{self._room.mode}: {trouble}"})
            else:
                hand_out({"protection": found})
                run_notebook(self._shell, notebook["cells"], limits, hand_out)
                hand_out({"end": True})
                code = 0
        finally:
            os._exit(code)


def _used() -> float:
    """CPU time of the children that ended [s]."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _settle(home: str) -> None:
    """Make the folders that libraries have been told of."""
    for path in (os.environ["MPLCONFIGDIR"], os.environ["IPYTHONDIR"] + "/profile_default"):
        with suppress(OSError):
            os.makedirs(path, exist_ok=True)
    sys.path[:] = [home, *(path for path in sys.path if path)]
