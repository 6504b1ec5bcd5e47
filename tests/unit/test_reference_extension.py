"""How names in code become links, and how docstrings and tables are prepared: the parts of the reference pages that need no build."""

import sys
from types import SimpleNamespace

import pytest

from coldbook.reference import cited_in, code_links, docstrings, notation
from coldbook.reference.python_names import Reader, class_returned_by, documented
from cryolib import symbols


def uses(*cells):
    """(text, name) of what the last of these cells uses, in its order."""
    reader = Reader()
    for cell in cells[:-1]:
        reader.read(cell)
    return [(cells[-1][use.start : use.end], use.name) for use in reader.read(cells[-1])]


def test_an_import_names_its_module_and_what_it_takes_from_it():
    assert uses("from cryolib.limits import (\n    carnot_cop as best,\n    input_power,\n)") == [
        ("cryolib.limits", "cryolib.limits"),
        ("carnot_cop", "cryolib.limits.carnot_cop"),
        ("input_power", "cryolib.limits.input_power"),
    ]


def test_names_keep_their_meaning_from_cell_to_cell():
    cell = "print(best(77, 300), constants.sigma, math.pi)"
    found = uses("from cryolib import constants\nfrom cryolib.limits import carnot_cop as best", "import math", cell)
    assert found == [("best", "cryolib.limits.carnot_cop"), ("constants", "cryolib.constants"), ("sigma", "cryolib.constants.sigma")]


def test_a_plain_import_of_the_package():
    assert uses("import cryolib.limits as bound, numpy", "bound.carnot_cop(1, 2)")[-1] == ("carnot_cop", "cryolib.limits.carnot_cop")
    assert uses("import cryolib.limits", "cryolib.limits.carnot_cop(1, 2)")[-1] == ("carnot_cop", "cryolib.limits.carnot_cop")


@pytest.mark.parametrize(
    "taken_over",
    ["T = 3", "for T in range(3): pass", "def T(): pass", "from numpy import T", "T, u = 1, 2", "with open('x') as T: pass"],
)
def test_a_name_that_is_given_something_else_is_no_longer_the_packages(taken_over):
    assert uses("from cryolib.symbols import T", taken_over, "T + 1") == []


@pytest.mark.parametrize("inside", ["[T for T in range(3)]", "(lambda T: T)(1)", "def f(T):\n    return T", "{T: 1 for T in 'ab'}"])
def test_a_name_of_an_inner_scope_is_its_own_and_the_outer_one_comes_back(inside):
    assert uses("from cryolib.symbols import T", inside) == []
    assert uses("from cryolib.symbols import T", inside, "T + 1") == [("T", "cryolib.symbols.T")]


def test_a_value_is_read_before_its_name_is_given_away():
    assert uses("from cryolib.symbols import T", "T = T + 1") == [("T", "cryolib.symbols.T")]
    assert uses("from cryolib.symbols import T", "for T in [T]: T") == [("T", "cryolib.symbols.T")]


def test_places_count_characters_and_not_bytes():
    assert uses("from cryolib.symbols import T", "print('η ≤ 1, ℓ', T)  # ∞") == [("T", "cryolib.symbols.T")]


def test_what_is_no_python_uses_nothing():
    assert uses("from cryolib.symbols import T", "%timeit T") == []


def test_a_method_is_found_through_the_object_that_a_call_makes():
    make = "from cryolib.gases import VanDerWaals\ngas = VanDerWaals.of('nitrogen')"
    owner = "cryolib.gases.van_der_waals.VanDerWaals"
    assert uses(make, "gas.boyle_temperature()") == [("boyle_temperature", f"{owner}.boyle_temperature")]
    assert uses(make, "gas = 3", "gas.boyle_temperature()") == []
    assert class_returned_by("cryolib.gases.VanDerWaals") == "cryolib.gases.VanDerWaals"
    assert class_returned_by("cryolib.limits.carnot_cop") is None


def entry(node_id):
    return SimpleNamespace(docname="chapters/api", node_id=node_id)


def test_an_entry_is_found_by_every_way_to_the_thing():
    objects = {name: entry(name) for name in ("cryolib.leaks.surfaces.radiated_heat", "cryolib.gases.Gas", "cryolib.gases.Gas.state")}
    objects["cryolib.gases.interface.Gas"] = entry("cryolib.gases.Gas")  # Sphinx notes the class under its own module, too
    assert documented("cryolib.leaks.radiated_heat", objects).node_id == "cryolib.leaks.surfaces.radiated_heat"
    assert documented("cryolib.gases.VanDerWaals.state", objects).node_id == "cryolib.gases.Gas.state"
    assert documented("cryolib.limits.carnot_cop", objects) is None
    assert documented("cryolib.nowhere.at_all", objects) is None


HTML = '<pre><span></span><span class="n">a</span> <span class="o">&lt;</span> <span class="n">b</span>\n</pre>'


def test_a_link_in_code_leaves_the_text_as_it_is():
    made = code_links.with_links(HTML, [((4, 5, "m.b"), "api.html#m.b")])
    assert made == HTML.replace(">b<", '><a class="api-link" tabindex="-1" href="api.html#m.b">b</a><')


def test_names_in_plain_text_are_linked_where_they_stand():
    made = code_links.with_links("<pre>a &lt; b.c(a)</pre>", [((8, 9, "m.a"), "#a"), ((4, 7, "m.b"), "#b")])
    assert (
        made == '<pre>a &lt; <a class="api-link" tabindex="-1" href="#b">b.c</a>(<a class="api-link" tabindex="-1" href="#a">a</a>)</pre>'
    )


def test_a_link_to_a_name_that_is_split_is_refused():
    with pytest.raises(ValueError, match=r"splits m\.c, which should link to api\.html#m\.c"):
        code_links.with_links(HTML, [((1, 5, "m.c"), "api.html#m.c")])
    with pytest.raises(ValueError, match=r"ends before .*api\.html#m\.c"):
        code_links.with_links(HTML, [((8, 9, "m.c"), "api.html#m.c")])


def prepared(what, text, pages=()):
    lines = text.splitlines()
    docstrings.prepare(SimpleNamespace(env=SimpleNamespace(found_docs=set(pages))), what, "name", None, {}, lines)
    return "\n".join(lines)


def test_a_chapter_named_by_its_file_becomes_a_link_once_it_exists():
    said = "Derived in chapter ``stirling``."
    assert prepared("function", said) == said
    assert prepared("function", said, ["chapters/stirling"]) == "Derived in :doc:`/chapters/stirling`."


def test_references_become_a_list_with_addresses():
    said = ".. [1] A. Author, Journal 1 (1974) 2,\n   doi:10.1016/0011-2275(74)90181-7: a remark.\n.. [2] Another."
    assert prepared("function", said) == (
        "* A. Author, Journal 1 (1974) 2,\n  `doi:10.1016/0011-2275(74)90181-7 <https://doi.org/10.1016/0011-2275(74)90181-7>`__: a remark.\n* Another."
    )


def test_units_are_raised_in_words_only():
    said = "Area [m^2], flux [W/(m^2 K^4)].\n.. math:: \\frac{m^2}{K^4}\nExamples\n--------\n>>> unit\n'm^2'"
    assert prepared("function", said) == said.replace("[m^2], flux [W/(m^2 K^4)]", "[m²], flux [W/(m² K⁴)]")


def test_every_symbol_is_in_one_group_under_the_words_above_it():
    groups = notation.groups(symbols, symbols.PhysicalSymbol)
    assert [name for _, members in groups for name in members] == list(symbols.SYMBOLS)
    titles = [title for title, _ in groups]
    assert len(set(titles)) == len(titles) and all(title[0].isupper() and len(title) < 50 for title in titles)
    assert "T_cold" in dict(groups)["Temperature"] and "cop" in dict(groups)["Performance and power"]


@pytest.mark.parametrize(
    ("value", "latex"),
    [
        (101325.0, r"101\,325"),
        (273.15, "273.15"),
        (6.02214076e23, r"6.022\,140\,76\times 10^{23}"),
        (2 / 3 * 1e-7, r"6.666\,666\,666\,666\ldots\times 10^{-8}"),
    ],
)
def test_a_number_in_full(value, latex):
    assert notation.number_latex(value) == latex


def test_the_bibliography_reads_a_module_that_no_page_of_this_build_has_imported(monkeypatch):
    monkeypatch.delitem(sys.modules, "cryolib.machines", raising=False)
    assert "span2000nitrogen" in cited_in.strings.__wrapped__("cryolib.gases.records")
    assert "rhessi_cooler" in cited_in.strings.__wrapped__("cryolib.machines")


def test_the_bibliography_reads_the_data_of_a_package_but_not_of_all_packages():
    assert "cryocalc" in cited_in.strings("cryolib.leaks")
    assert not {"rhessi_cooler", "cryocalc"} & cited_in.strings("cryolib")
