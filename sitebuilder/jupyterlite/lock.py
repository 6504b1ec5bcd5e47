"""The lock file of the packages that a cell can import in the browser: Pyodide's, at its address, and our wheels beside the lock.

The library pyodide-lock reads current lock files only with Python 3.12 and later. This is the part of it that pure wheels need, with a check
of versions.
"""

import hashlib
import re
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from sitebuilder import Refused


def joined(pyodide: dict, wheels: list[Path], address: str) -> dict:
    """Add our wheels to Pyodide's lock. Ours are files beside the lock, Pyodide's have full addresses."""
    python = pyodide["info"]["python"]
    metadata = {canonicalize_name(wheel.name.split("-")[0]): metadata_of(wheel) for wheel in wheels}
    packages = {name: package | {"file_name": address + package["file_name"]} for name, package in pyodide["packages"].items()}
    for wheel in wheels:
        package = entry(wheel)
        packages[package["name"]] = package
    errors = []
    for name, fields in metadata.items():
        needs = requirements(fields, python)
        packages[name]["depends"] = sorted({canonicalize_name(need.name) for need in needs})
        errors += [f"{name} needs {need}, available is {available(packages, need)}" for need in needs if not met(packages, need)]
        if (limit := fields["Requires-Python"]) and not Requirement(f"python{limit}").specifier.contains(python):
            errors.append(f"{name} needs Python {limit}; Pyodide's is {python}")
    if errors:
        raise Refused("requirements that neither Pyodide nor our wheels meet: " + "; ".join(sorted(errors)))
    return {"info": pyodide["info"], "packages": dict(sorted(packages.items()))}


def entry(wheel: Path) -> dict:
    """A wheel's entry in a lock file. The browser checks its hash."""
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


def metadata_of(wheel: Path):
    with ZipFile(wheel) as archive:
        (name,) = [file for file in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", file)]
        return HeaderParser().parsestr(archive.read(name).decode())


def requirements(fields, python: str) -> list[Requirement]:
    """What a wheel needs in Pyodide, without extras."""
    environment = default_environment() | {
        "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python,
        "implementation_version": python,
        "sys_platform": "emscripten",
        "platform_system": "Emscripten",
        "platform_machine": "wasm32",
        "extra": "",
    }
    needs = [Requirement(text) for text in fields.get_all("Requires-Dist") or []]
    return [need for need in needs if need.marker is None or need.marker.evaluate(environment)]


def met(packages: dict, need: Requirement) -> bool:
    """Whether a package is available in a suitable version. Lock files have no extras, so a need with extras is not met."""
    package = packages.get(canonicalize_name(need.name))
    return package is not None and not need.extras and need.specifier.contains(package["version"], prereleases=True)


def available(packages: dict, need: Requirement) -> str:
    return packages.get(canonicalize_name(need.name), {"version": "none"})["version"]
