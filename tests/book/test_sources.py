"""The chapters' sources: what a reviewer would otherwise have to look for by eye. That they run is what the build shows."""

import ast
import re

import jupytext
import pytest
import yaml
from support.chapters import CHAPTERS, code_cells, figure_names

from sitebuilder import ROOT, contents

LINES = 14  # of an open code cell, without its options
FOLDED_LINES = 24  # of a closed one: a live figure is one call

HIDING = {"hide-input", "hide-cell", "remove-input", "remove-cell"}

every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=[chapter.stem for chapter in CHAPTERS])


def cells(chapter, kind):
    return [cell for cell in jupytext.read(chapter).cells if cell.cell_type == kind]


def prose(chapter):
    return "\n\n".join(cell.source for cell in cells(chapter, "markdown"))


def makes_live_figure(source):
    return re.search(r"\bLiveFigure\(", source) is not None


@every_chapter
def test_no_outputs_are_stored(chapter):
    assert not any(cell.outputs for cell in cells(chapter, "code"))


@every_chapter
def test_code_cells_are_short(chapter):
    folds_all = chapter.stem == "claims"  # each card folds its cell
    for cell in cells(chapter, "code"):
        most = FOLDED_LINES if folds_all or HIDING & set(cell.metadata.get("tags", ())) else LINES
        assert len(cell.source.splitlines()) <= most, cell.source.splitlines()[0]


@every_chapter
def test_cells_are_python_without_magic_or_plotting_by_hand(chapter):
    for source in code_cells(chapter):
        ast.parse(source)
        assert not re.search(r"\bplt\.|\bpyplot\b|\beval\(|\bexec\(", source)


@every_chapter
def test_a_live_figure_is_a_figure_of_the_page_with_the_same_name(chapter):
    for cell in cells(chapter, "code"):
        if makes_live_figure(cell.source):
            figure = cell.metadata.get("mystnb", {}).get("figure", {})
            assert contents.figures(cell.source) == [figure.get("name")], cell.source.splitlines()[0]
            assert len(figure.get("caption", "").split()) >= 4, figure


@every_chapter
def test_a_still_image_has_alt_text_and_caption(chapter):
    for cell in cells(chapter, "code"):
        options = cell.metadata.get("mystnb", {})
        if "image" in options or ("figure" in options and not makes_live_figure(cell.source)):
            assert len(options.get("image", {}).get("alt", "").split()) >= 4, options
            assert len(options.get("figure", {}).get("caption", "").split()) >= 4, options


@every_chapter
def test_every_figure_is_spoken_of_in_the_text(chapter):
    words = "\n".join(prose(other) for other in CHAPTERS)
    for name in figure_names(chapter):
        assert re.search(rf"{{(?:numref|ref)}}`[^`]*\b{name}\b", words), f"{name} is never referred to"


def test_figure_and_equation_labels_are_used_once():
    labels = [
        label
        for chapter in CHAPTERS
        for label in re.findall(r"^:label: (\S+)|^\(([\w-]+)\)=$", chapter.read_text(encoding="utf-8"), flags=re.M)
    ]
    labels = [one or other for one, other in labels] + [name for chapter in CHAPTERS for name in figure_names(chapter)]
    assert sorted(labels) == sorted(set(labels))


@every_chapter
def test_every_labelled_equation_is_referred_to(chapter):
    everything = "\n".join(other.read_text(encoding="utf-8") for other in CHAPTERS)
    for label in re.findall(r"^:label: (eq-\S+)", prose(chapter), flags=re.M):
        assert re.search(rf"{{eq}}`[^`]*\b{label}\b|\({label}\)", everything), f"{label} is never referred to"


def test_no_paragraph_is_there_twice():
    seen = {}
    for chapter in CHAPTERS:
        for paragraph in re.split(r"\n\s*\n", prose(chapter)):
            words = " ".join(paragraph.split())
            if len(words) > 80:
                assert words not in seen, f"{chapter.stem} repeats {seen[words]}: {words[:80]}"
                seen[words] = chapter.stem


def test_every_chapter_is_in_the_table_of_contents():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = {contents["root"], *(entry["file"] for part in contents["parts"] for entry in part["chapters"])}
    assert {f"chapters/{chapter.stem}" for chapter in CHAPTERS} <= listed
