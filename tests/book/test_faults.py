"""A build that fails says why and leaves the previous build untouched; so does a build that is killed.

Each test builds a copy of the repository that has two small pages, and previous builds in `_build/html` and `_build/site`.
"""

import hashlib
import os
import signal
import subprocess
import sys

import pytest
from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION
from support.small_book import CELL, add_cell, build, environment, write
from support.weekly import daily_or_weekly

PLACES = ("html", "site")  # where builds are put when they are complete


@pytest.fixture
def copy(tmp_path):
    """A copy of the repository with two small pages and previous builds."""
    write(tmp_path)
    for place in PLACES:
        for name in ("index.html", "chapters/old.html", "_static/book.css"):
            file = tmp_path / "_build" / place / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"old {place} {name}", encoding="utf-8")
    return tmp_path


def builds(copy):
    """A digest of each file in the places of complete builds."""
    files = [file for place in PLACES for file in sorted((copy / "_build" / place).rglob("*")) if file.is_file()]
    return {file.relative_to(copy).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def assert_failed(run, *words):
    """The build failed, and its output has these words."""
    output = run.stdout + run.stderr
    assert run.returncode != 0, output
    assert all(word in output for word in words), output[-4000:]


# ---- mistakes of authors: each function makes one and returns words that the build must say ----


def replace(copy, name, old, new):
    text = (copy / name).read_text(encoding="utf-8")
    assert old in text
    (copy / name).write_text(text.replace(old, new), encoding="utf-8")


def a_cell_raises(copy):
    add_cell(copy, CELL.replace("77, 300", "300, 77"))
    return "chapters/introduction", "T_cold must be"


def a_page_is_missing_from_the_contents(copy):
    replace(copy, "_toc.yml", "chapters:\n  - file: chapters/other\n", "")
    return "_toc.yml", "chapters/other"


def a_page_of_the_contents_does_not_exist(copy):
    replace(copy, "_toc.yml", "chapters/other", "chapters/gone")
    (copy / "chapters/other.md").unlink()
    return ("chapters/gone",)


def a_reference_leads_nowhere(copy):
    replace(copy, "chapters/other.md", "{ref}`ch-small`", "{ref}`ch-nowhere`")
    return "chapters/other.md", "ch-nowhere"


def the_bibliography_is_truncated(copy):
    text = (copy / "references.bib").read_bytes()
    (copy / "references.bib").write_bytes(text[: text.index(b"title") + 10])
    return ("references.bib",)


def a_file_cannot_be_read(copy):
    """A folder takes its place, since root may read files without permission."""
    font = copy / "_static/fonts/stix-two-math.woff2"
    font.unlink()
    font.mkdir()
    return "Is a directory", font.name


def the_address_of_pyodide_is_of_another_version(copy):
    add_cell(copy)  # so that there is a notebook
    replace(copy, "_config.yml", f"/v{PYODIDE_VERSION}/", "/v1.2.3/")
    return "The book was not built (pyodide_url in _config.yml names Pyodide 1.2.3", "_build/site is unchanged."


def the_licence_is_not_known(copy):
    replace(copy, "CITATION.cff", "BSD-3-Clause", "WTFPL")
    return ("CITATION.cff: license is WTFPL; known are BSD-3-Clause",)


FAULTS = [a_cell_raises, a_page_is_missing_from_the_contents, a_page_of_the_contents_does_not_exist, a_reference_leads_nowhere]
FAULTS += [the_bibliography_is_truncated, a_file_cannot_be_read, the_licence_is_not_known]
FAULTS += [the_address_of_pyodide_is_of_another_version]
DAILY = {a_cell_raises, a_reference_leads_nowhere, the_licence_is_not_known, the_address_of_pyodide_is_of_another_version}
OF_THE_WHOLE_SITE = {a_cell_raises, the_address_of_pyodide_is_of_another_version}


@pytest.mark.parametrize("fault", daily_or_weekly(FAULTS, DAILY, lambda fault: fault.__name__))
def test_a_fault_is_named_and_the_previous_build_stays(copy, fault):
    before, words = builds(copy), fault(copy)
    assert_failed(build(copy, "publish.site" if fault in OF_THE_WHOLE_SITE else "sitebuilder"), *words)
    assert builds(copy) == before


# ---- failures of the machine ----


def small_disk(copy, size):
    """A prefix for a command that mounts a disk of this size for its build; None where mounting is not allowed."""
    work = copy / "_build/work"
    work.mkdir(parents=True)
    mount = f'mount -t tmpfs -o size={size} none "{work}" && exec "$@"'
    for rights in ([], ["--map-root-user"]):
        prefix = ["unshare", "--mount", *rights, "sh", "-c", mount, "sh"]
        try:
            if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:
                return prefix
        except OSError:
            break
    return None


def test_a_full_disk_is_named_and_the_previous_build_stays(copy):
    before = builds(copy)
    if prefix := small_disk(copy, "900k"):
        assert_failed(build(copy, before=prefix), "No space left on device")
    else:  # files may not grow, which programs meet in the same way
        assert_failed(build(copy, before=["sh", "-c", 'ulimit -f 200 && exec "$@"', "sh"]), "File too large")
    assert builds(copy) == before


def build_and_kill(copy, moment):
    """Start a build, and kill all its processes when a line of its output has these words."""
    command = [sys.executable, "-m", "sitebuilder"]
    options = {"cwd": copy, "encoding": "utf-8", "env": environment(), "start_new_session": True}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options) as process:
        output = []
        for line in process.stdout:
            output.append(line)
            if moment in line:
                os.killpg(process.pid, signal.SIGKILL)
                break
    assert process.returncode == -signal.SIGKILL, "".join(output)[-4000:]


def test_a_killed_build_publishes_nothing_and_does_not_hinder_the_next(copy):
    add_cell(copy)
    before = builds(copy)
    for moment in ("Executing notebook", "writing output...", "building [notebooks]"):  # each build continues from the last one's files
        build_and_kill(copy, moment)
        assert builds(copy) == before, moment
    run = build(copy)
    assert run.returncode == 0, run.stdout + run.stderr
    after = builds(copy)
    assert "_build/html/chapters/introduction.html" in after and "_build/html/chapters/old.html" not in after
    assert {name for name in before if "/site/" in name} == {name for name in after if before.get(name) == after[name]}
    assert "0.345" in (copy / "_build/html/chapters/introduction.html").read_text(encoding="utf-8")


KILLED_AT_A_RENAME = """
import os, signal
from sitebuilder import build

replace, renames = os.replace, []

def replace_or_die(*paths):
    if len(renames) == RENAMES:
        os.kill(os.getpid(), signal.SIGKILL)
    renames.append(paths)
    replace(*paths)

def pages(whole):
    html = build.OUTPUT / "html"
    html.mkdir(parents=True, exist_ok=True)
    (html / "index.html").write_text("new")
    return html

build.pages, os.replace = pages, replace_or_die
build.build(build.ROOT / "_build" / "html")
"""


@pytest.mark.parametrize("renames", [0, 1])
def test_a_build_killed_while_it_replaces_the_previous_one_is_undone_by_the_next(copy, renames):
    before = builds(copy)
    program = KILLED_AT_A_RENAME.replace("RENAMES", str(renames))
    run = subprocess.run([sys.executable, "-c", program], cwd=copy, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert not any("new" == file.read_text(encoding="utf-8") for file in (copy / "_build/html").rglob("*.html"))
    (copy / "_toc.yml").write_text("root: nothing", encoding="utf-8")
    assert_failed(build(copy), "_toc.yml")
    assert builds(copy) == before
