"""A build that fails says what failed, and leaves what is published as it was; so does one that is killed.

A house of its own is built: two small pages, and all that builds the book. What is published stands there from before, in two places.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys

import pytest

from sitebuilder import ROOT

CONTENTS = """\
format: jb-book
root: chapters/introduction
chapters:
  - file: chapters/other
"""
SMALL = """\
(ch-small)=
# A small page

Cold has its price {cite}`carnot1824`, and {ref}`ch-other` says more of it than this page does, which has little to say.
"""
OTHER = """\
(ch-other)=
# Another page

It goes back to {ref}`ch-small`, where readers have come from, and then it lists the sources of what both pages say.

```{bibliography}
```
"""
KERNEL = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""
CELL = """
```{code-cell} ipython3
from cryolib.limits import carnot_cop

print(carnot_cop(77, 300))
```
"""


@pytest.fixture
def house(tmp_path):
    """The house, with a book that was published before."""
    left_out = shutil.ignore_patterns(".*", "_build", "__pycache__", "chapters", "tests", "bench")
    shutil.copytree(ROOT, tmp_path, ignore=left_out, dirs_exist_ok=True)
    (tmp_path / "chapters").mkdir()
    (tmp_path / "_toc.yml").write_text(CONTENTS)
    (tmp_path / "published.txt").write_text("chapters/introduction.html\n")
    (tmp_path / "chapters/introduction.md").write_text(SMALL)
    (tmp_path / "chapters/other.md").write_text(OTHER)
    for place in ("html", "site"):
        for name in ("index.html", "chapters/old.html", "_static/book.css"):
            file = tmp_path / "_build" / place / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"old {place} {name}")
    return tmp_path


def run_a_cell(house, cell=CELL):
    (house / "chapters/introduction.md").write_text(KERNEL + SMALL + cell)


def published(house):
    """All that is in the two places, byte for byte."""
    files = [file for place in ("html", "site") for file in sorted((house / "_build" / place).rglob("*")) if file.is_file()]
    return {file.relative_to(house).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def build(house, module="sitebuilder", before=()):
    command = [*before, sys.executable, "-m", module]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False, env=environment())


def environment():
    left_out = {"LIVEFIGURE_STATIC", "WHOLE_SITE", "BOOK"}
    return {name: value for name, value in os.environ.items() if name not in left_out} | {"NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}


def refused(done, *words):
    """The build failed and named what was wrong."""
    said = done.stdout + done.stderr
    assert done.returncode != 0, said
    assert all(word in said for word in words), said[-4000:]


# ---- what authors do ----


def replace(house, name, old, new):
    text = (house / name).read_text()
    assert old in text
    (house / name).write_text(text.replace(old, new))


def a_cell_raises(house):
    run_a_cell(house, CELL.replace("77, 300", "300, 77"))
    return "chapters/introduction", "T_cold must be"


def a_page_is_not_in_the_contents(house):
    replace(house, "_toc.yml", "chapters:\n  - file: chapters/other\n", "")
    return "_toc.yml", "chapters/other"


def a_page_of_the_contents_is_not_there(house):
    replace(house, "_toc.yml", "chapters/other", "chapters/gone")
    (house / "chapters/other.md").unlink()
    return ("chapters/gone",)


def a_reference_leads_nowhere(house):
    replace(house, "chapters/other.md", "{ref}`ch-small`", "{ref}`ch-nowhere`")
    return "chapters/other.md", "ch-nowhere"


def the_references_are_cut_off(house):
    text = (house / "references.bib").read_bytes()
    (house / "references.bib").write_bytes(text[: text.index(b"title") + 10])
    return ("references.bib",)


def a_file_cannot_be_read(house):
    """A folder in its place: what one may not read stops everybody but root."""
    font = house / "_static/fonts/stix-two-math.woff2"
    font.unlink()
    font.mkdir()
    return "Is a directory", font.name


FAULTS = [a_cell_raises, a_page_is_not_in_the_contents, a_page_of_the_contents_is_not_there, a_reference_leads_nowhere]
FAULTS += [the_references_are_cut_off, a_file_cannot_be_read]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_named_and_nothing_is_published(house, fault):
    before, words = published(house), fault(house)
    refused(build(house, "publish.site" if fault is a_cell_raises else "sitebuilder"), *words)
    assert published(house) == before


# ---- what machines do ----


def small_disk(house, size):
    """What to put before a command so that it builds on a disk of this size; None where we may not mount one."""
    work = house / "_build/work"
    work.mkdir(parents=True)
    mount = f'mount -t tmpfs -o size={size} none "{work}" && exec "$@"'
    for rights in ([], ["--map-root-user"]):
        before = ["unshare", "--mount", *rights, "sh", "-c", mount, "sh"]
        try:
            if subprocess.run([*before, "true"], capture_output=True, check=False).returncode == 0:
                return before
        except OSError:
            break
    return None


def test_a_full_disk_is_named_and_nothing_is_published(house):
    before = published(house)
    if disk := small_disk(house, "900k"):
        refused(build(house, before=disk), "No space left on device")
    else:  # files may not grow, which programs meet in the same way
        refused(build(house, before=["sh", "-c", 'ulimit -f 200 && exec "$@"', "sh"]), "File too large")
    assert published(house) == before


def killed(house, moment):
    """Build until a line of what is said has these words, then kill all of it."""
    command = [sys.executable, "-m", "sitebuilder"]
    options = {"cwd": house, "text": True, "env": environment(), "start_new_session": True}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options) as running:
        said = []
        for line in running.stdout:
            said.append(line)
            if moment in line:
                os.killpg(running.pid, signal.SIGKILL)
                break
    assert running.returncode == -signal.SIGKILL, "".join(said)[-4000:]


def test_a_build_that_is_killed_publishes_nothing_and_does_not_hinder_the_next(house):
    run_a_cell(house)
    before = published(house)
    for moment in ("Executing notebook", "writing output...", "building [notebooks]"):  # each goes on from what the last one left
        killed(house, moment)
        assert published(house) == before, moment
    done = build(house)
    assert done.returncode == 0, done.stdout + done.stderr
    new = published(house)
    assert "_build/html/chapters/introduction.html" in new and "_build/html/chapters/old.html" not in new
    assert {name for name in before if "/site/" in name} == {name for name in new if before.get(name) == new[name]}
    assert "0.345" in (house / "_build/html/chapters/introduction.html").read_text()


KILLED_AT_A_RENAME = """
import os, signal, sys
from sitebuilder import build

replace, done = os.replace, []

def replace_or_die(*paths):
    if len(done) == RENAMES:
        os.kill(os.getpid(), signal.SIGKILL)
    done.append(paths)
    replace(*paths)

def pages(whole):
    made = build.OUTPUT / "html"
    made.mkdir(parents=True, exist_ok=True)
    (made / "index.html").write_text("new")
    return made

build.pages, os.replace = pages, replace_or_die
build.build(build.ROOT / "_build" / "html")
"""


@pytest.mark.parametrize("renames", [0, 1])
def test_a_build_that_is_killed_while_it_takes_its_place_is_undone_by_the_next(house, renames):
    before = published(house)
    program = KILLED_AT_A_RENAME.replace("RENAMES", str(renames))
    done = subprocess.run([sys.executable, "-c", program], cwd=house, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not any("new" == file.read_text() for file in (house / "_build/html").rglob("*.html"))
    (house / "_toc.yml").write_text("root: nothing")
    refused(build(house), "_toc.yml")
    assert published(house) == before
