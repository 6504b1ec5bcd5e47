"""The lock of what a cell can import in the browser: Pyodide's own, at its address, and wheels of ours beside it.

The library pyodide-lock reads today's locks with Python 3.12 and later only; of it, this is what pure wheels need, and a check of versions.
"""

import hashlib
import re
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename


def joined(pyodide: dict, wheels: list[Path], address: str) -> dict:
    """Pyodide's lock with our wheels in it. Ours are named as files beside the lock, Pyodide's by their whole address."""
    python = pyodide["info"]["python"]
    read = {canonicalize_name(wheel.name.split("-")[0]): metadata(wheel) for wheel in wheels}
    packages = {name: package | {"file_name": address + package["file_name"]} for name, package in pyodide["packages"].items()}
    for wheel in wheels:
        made = entry(wheel)
        packages[made["name"]] = made
    troubles = []
    for name, told in read.items():
        needs = requirements(told, python)
        packages[name]["depends"] = sorted({canonicalize_name(need.name) for need in needs})
        troubles += [f"{name} needs {need}, and there is {found(packages, need)}" for need in needs if not met(packages, need)]
        if (limit := told["Requires-Python"]) and not Requirement(f"python{limit}").specifier.contains(python):
            troubles.append(f"{name} needs Python {limit}; Pyodide's is {python}")
    if troubles:
        raise ValueError("neither Pyodide nor our wheels have what is needed: " + "; ".join(sorted(troubles)))
    return {"info": pyodide["info"], "packages": dict(sorted(packages.items()))}


def entry(wheel: Path) -> dict:
    """A wheel as it stands in a lock. The hash is what the browser checks."""
    name, version, _, _ = parse_wheel_filename(wheel.name)
    with ZipFile(wheel) as archive:
        modules = {re.sub(r"\.py$", "", file.split("/")[0]) for file in archive.namelist() if file.endswith(".py")}
    return {
        "name": name,
        "version": str(version),
        "file_name": wheel.name,
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "imports": sorted(module for module in modules if module.isidentifier()),
        "depends": [],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def metadata(wheel: Path):
    with ZipFile(wheel) as archive:
        (name,) = [file for file in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", file)]
        return HeaderParser().parsestr(archive.read(name).decode())


def requirements(told, python: str) -> list[Requirement]:
    """What a wheel needs there, without extras."""
    there = default_environment() | {
        "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python,
        "implementation_version": python,
        "sys_platform": "emscripten",
        "platform_system": "Emscripten",
        "platform_machine": "wasm32",
        "extra": "",
    }
    needs = [Requirement(text) for text in told.get_all("Requires-Dist") or []]
    return [need for need in needs if need.marker is None or need.marker.evaluate(there)]


def met(packages: dict, need: Requirement) -> bool:
    """Whether a package is there in such a version. A lock knows no extras, so there is none with extras."""
    there = packages.get(canonicalize_name(need.name))
    return there is not None and not need.extras and need.specifier.contains(there["version"], prereleases=True)


def found(packages: dict, need: Requirement) -> str:
    return packages.get(canonicalize_name(need.name), {"version": "none"})["version"]
