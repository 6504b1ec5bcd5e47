"""Which pages are notebooks, and which figures they have: one rule for the build, the guard and the tests."""

import pytest

from sitebuilder import contents

KERNEL = "kernelspec:\n  display_name: Python 3\n  name: python3\n"


@pytest.fixture
def root(tmp_path):
    """root(**pages) -> a book of these pages, by name and source."""

    def write(**pages):
        (tmp_path / "chapters").mkdir()
        first, *others = (f"chapters/{name}" for name in pages)
        rows = "".join(f"\n  - file: {page}" for page in others)
        (tmp_path / "_toc.yml").write_text(f"root: {first}\nchapters:{rows or ' []'}\n", encoding="utf-8")
        for name, source in pages.items():
            (tmp_path / f"chapters/{name}.md").write_text(source, encoding="utf-8")
        return tmp_path

    return write


def test_a_notebook_has_a_kernel_in_its_front_matter_however_long_that_is(root):
    long = "html_meta:\n  description: " + "cold " * 1000 + "\n"
    book = root(
        plain="# Cold\n",
        long=f"---\n{long}{KERNEL}---\n\n# Cold\n",
        quoting=f"# How to write a page\n\n```yaml\n---\n{KERNEL}---\n```\n",
        other=f"---\n{long}---\n\n---\n{KERNEL}---\n",
        empty="---\n\n---\n# Cold\n",
        short=f"---\n{KERNEL}---\n# Cold\n",
    )
    assert contents.notebooks(book) == ["chapters/long", "chapters/short"]


def test_figures_are_named_in_code():
    assert contents.figures("LiveFigure(name='fig-a', x=1)\nLiveFigure(\n  name = \"fig-b-2\")\nsurname='fig-c'") == ["fig-a", "fig-b-2"]
