"""Budgets of pages and files: what exceeds them is named, and a new budget leaves some room."""

import pytest

from publish.check import budgets

PAGE = "<html><body><article><h1>Cold</h1><!-- no element -->{}</article></body></html>"
LIMITS = '# Words.\ndefault = { elements = 10, kilobytes = 2 }\n"chapters/b.html" = { elements = 20, kilobytes = 2 }\n"_static/x.js" = { kilobytes = 1 }\n'


@pytest.fixture
def site(tmp_path, monkeypatch):
    for folder in ("chapters", "_static"):
        (tmp_path / folder).mkdir()
    (tmp_path / "_toc.yml").write_text("{root: chapters/a, chapters: [{file: chapters/b}]}", encoding="utf-8")
    for page in "ab":
        (tmp_path / f"chapters/{page}.html").write_text(PAGE.format("<i></i>" * 8), encoding="utf-8")
    (tmp_path / "_static/x.js").write_text("x" * 900, encoding="utf-8")
    monkeypatch.setattr(budgets, "FILE", tmp_path / "budgets.toml")
    budgets.FILE.write_text(LIMITS, encoding="utf-8")
    return tmp_path


def problems(site):
    return [f"{name}: {fault}".partition(": make it")[0] for name, fault in budgets.problems(site, site)]


def test_a_page_that_is_not_listed_has_the_usual_budget(site):
    assert problems(site) == ["chapters/a.html: has 12 elements, its budget is 10"]


def test_weight_counts_for_pages_and_files(site):
    (site / "chapters/b.html").write_text(PAGE.format("cold " * 1000), encoding="utf-8")
    (site / "_static/x.js").write_text("x" * 1001, encoding="utf-8")
    assert problems(site)[1:] == ["chapters/b.html: has 6 kilobytes, its budget is 2", "_static/x.js: has 2 kilobytes, its budget is 1"]


def test_a_new_budget_leaves_a_fifth_and_the_rest_of_the_file_as_it_was(site):
    budgets.set_budgets(site, ["chapters/a.html", "_static/x.js"])
    changed = LIMITS.replace('"_static/x.js" = { kilobytes = 1 }', '"_static/x.js" = { kilobytes = 2 }')
    assert budgets.FILE.read_text(encoding="utf-8") == changed + '"chapters/a.html" = { elements = 15, kilobytes = 2 }\n'
    assert problems(site) == []


@pytest.mark.parametrize(("amount", "budget"), [(1, 2), (9, 11), (100, 120), (6941, 8400), (154, 190)])
def test_budgets_have_two_digits(amount, budget):
    assert budgets.rounded(amount) == budget
