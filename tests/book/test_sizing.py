"""The sizing tool in three browsers: what is typed, what is refused, what is taken away, and the same numbers as in Python.

Most tests open the tool on a page of its own, which needs no site. The last ones open the chapter of the built site.
"""

import csv
import io
import random
import time

import pytest
from chapterkit.sizing import SizingTool
from playwright.sync_api import expect
from support.axe import faults
from support.engines import ListeningHandler
from support.sizing_rows import ROWS, WRONG, random_rows, row_or_refusal
from support.tool_page import on_paper
from support.weekly import IS_WEEKLY

from cryolib.sizing import SPANS, Misread, read_row, size
from cryolib.sizing.formulas import conductivities, expressions, facts
from sitebuilder.serving import served

SPAN = list(SPANS)
START = [
    ("stainless steel, 6 rods, 3 mm, 80 mm", "room to cold, by the shield"),
    ("1.2 m2, 30 layers", "room to shield"),
    ("2 leads, 20 A", "room to shield"),
    ("0.05 W", "room to cold"),
]
FIELDS = {"hot": "300 K", "shield": "50 K", "cold": "4.2 K"}
TEMPERATURES = {"T_hot": "300 K", "T_shield": "50 K", "T_cold": "4.2 K"}
TOOL = "document.querySelector('.sizing-tool').sizing"
READY = "() => Boolean(document.querySelector('.sizing-tool')?.sizing) && document.readyState === 'complete'"
TAKE = f"(state) => {{ {TOOL}.take(state); }}"
# All numbers that the page has, in the order in which `numbers_of` has them; infinity has no JSON.
NUMBERS = f"""() => {{
  const {{ rows, loads, least, rejectedAtLeast, power, rejected, fits, litres, peers }} = {TOOL}.answer;
  const {{ best, without }} = {TOOL}.advice();
  const finite = (margin) => (margin === Infinity ? 'any' : margin);
  return {{
    flows: rows.map(({{ flow }}) => [flow.cold, flow.shield]), loads, least, rejectedAtLeast, power, rejected,
    fits: fits.map(({{ machine, margins, holds }}) => [machine.name, holds, margins.map(finite)]),
    litres: litres.map((each) => each && [each.liquid, each.perDay]), peers: peers.map(({{ machine, power }}) => [machine.name, power]),
    best: best && [best.power, best.saved, best.places], shieldAt: best && best.temperature, without: without && without.power,
  }};
}}"""
STATE = f"() => {TOOL}.state"


def tool():
    """The tool with a start budget."""
    return SizingTool(size(START, **TEMPERATURES), expressions(), conductivities(), facts(), FIELDS, "sizing")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("sizing")
    (path / "sizing.html").write_text(on_paper(tool().page()), encoding="utf-8")
    return path


@pytest.fixture
def page(folder, visit):
    page = visit((folder / "sizing.html").as_uri())
    page.wait_for_function(READY)
    return page


def numbers_of(answer):
    """What `NUMBERS` has, from Python."""
    shielded, best = answer.budget.T_shield is not None, answer.shield
    return {
        "flows": [[flow.cold, flow.shield] for flow in answer.flows],
        "loads": [[T, load] for T, load in answer.loads.items()],
        "least": answer.least_power,
        "rejectedAtLeast": answer.least_rejected,
        "power": answer.power and list(answer.power),
        "rejected": answer.rejected and list(answer.rejected),
        "fits": [[fit.machine.name, fit.holds, ["any" if m == float("inf") else m for m in fit.margins.values()]] for fit in answer.fits],
        "litres": [answer.litres_per_day.get(T) and list(answer.litres_per_day[T]) for T in answer.loads],
        "peers": [[peer.machine.name, list(peer.power)] for peer in answer.peers],
        "best": best and [best.least_power, best.saved, list(best.places)],
        "without": answer.without_shield if shielded else None,
    }


def assert_same(got, expected, where=""):
    """Two structures with the same texts and numbers, these to 1e-9."""
    if isinstance(expected, list | tuple | dict):
        assert type(got) in (list, dict) and len(got) == len(expected), where
        for key in expected if isinstance(expected, dict) else range(len(expected)):
            assert_same(got[key], expected[key], f"{where} {key}")
    elif isinstance(expected, float):
        assert got == pytest.approx(expected, rel=1e-9, abs=1e-15), where
    else:
        assert got == expected, where


def compare(got, answer):
    shield_at = got.pop("shieldAt")
    assert_same(got, numbers_of(answer))
    assert shield_at == (answer.shield and pytest.approx(answer.shield.T_shield, rel=1e-9))


def state_of(rows, temperatures):
    fields = {"hot": temperatures["T_hot"], "cold": temperatures["T_cold"], "shield": temperatures.get("T_shield")}
    return fields | {"rows": [{"text": text, "span": span} for text, span in rows]}


# ---- the same numbers and words as in Python ----


def test_the_start_has_the_numbers_of_python(page):
    compare(page.evaluate(NUMBERS), size(START, **TEMPERATURES))
    assert page.troubles == []


def random_budget(seed):
    draw = random.Random(seed)
    solids = ["stainless steel", "copper RRR 50", "phosphor bronze", "manganin", "6061-T6", "Nylon", "Invar", "Ti-15-3", "nichrome", "1100"]
    makers = [
        lambda: f"{draw.choice(solids)}, {draw.randint(1, 9)} rods, {draw.uniform(0.5, 9):.3f} mm, {draw.uniform(2, 90):.2f} cm",
        lambda: f"{draw.choice(solids)}, {draw.randint(1, 9)} straps, {draw.uniform(5, 40):.3f} mm x 1.5 mm, {draw.uniform(2, 90):.2f} cm",
        lambda: f"{draw.choice(solids)}, {draw.randint(1, 9)} twisted pairs, {draw.uniform(0.05, 0.5):.3f} mm, {draw.uniform(0.1, 2)} m",
        lambda: f"{draw.choice(solids)}, {draw.randint(1, 99)} wires, {draw.randint(20, 40)} AWG, {draw.uniform(0.1, 3)} m",
        lambda: f"{draw.uniform(0.01, 3)} m2, {draw.randint(1, 60)} layers",
        lambda: f"{draw.uniform(0.01, 0.3)} m2, emissivity {draw.uniform(0.01, 1)}",
        lambda: f"{draw.uniform(0.01, 0.3)} m2, in 0.9 m2, emissivities 0.{draw.randint(10, 99)} and 0.3",
        lambda: f"{draw.randint(1, 4)} leads, {draw.uniform(0.1, 90)} A",
        lambda: f"{draw.uniform(0, 3)} W",
        lambda: f"{draw.uniform(0, 3)} W at {draw.randint(90, 290)} K",
    ]
    T_cold = draw.choice([4.2, 5, 10, 20.3, 33, 77])
    temperatures = {"T_hot": f"{draw.choice([280, 293, 300])} K", "T_cold": f"{T_cold} K"}
    if two := draw.random() < 0.6:
        temperatures["T_shield"] = f"{draw.uniform(1.3, 2.5) * T_cold:.2f} K"
    ways = SPAN if two else [SPAN[0], SPAN[3]]
    rows = [(draw.choice(makers)(), draw.choice(ways)) for _ in range(draw.randint(1, 8))]
    if two:
        rows.append((f"steel, 4 tubes, 9 mm x 0.5 mm, 80 mm, clamped at {draw.randint(5, 95)} %", SPAN[0]))
    return rows, temperatures


@pytest.mark.parametrize("seed", range(40 if IS_WEEKLY else 10))
def test_any_budget_has_the_numbers_of_python(page, seed):
    rows, temperatures = random_budget(seed)
    page.evaluate(TAKE, state_of(rows, temperatures))
    answer = size(rows, **temperatures)
    if sum(flow.shield for flow in answer.flows) < 0:
        with pytest.raises(Misread, match="would have to be heated"):
            print(answer)
        expect(page.locator("#sizing-shield-message")).to_contain_text("would have to be heated")
    else:
        compare(page.evaluate(NUMBERS), answer)


def test_every_material_has_the_integral_of_python(page):
    rows = [(f"{alias}, 3 mm, 100 mm", SPAN[3]) for alias in ("brass", "BeCu", "Mylar")]
    named = [(f"{name}, 3 mm, 100 mm", SPAN[3]) for name in facts()["materials"] if "," not in name and name != "lead"]
    for chosen, cold, hot in (
        (rows, "6 K", "70 K"),
        ([row for row in named if row[0].split(",")[0] not in ("brass", "beryllium copper", "Mylar (PET)")], "24 K", "274 K"),
    ):
        page.evaluate(TAKE, state_of(chosen, {"T_hot": hot, "T_cold": cold}))
        expected = [[flow.cold, flow.shield] for flow in size(chosen, cold, hot).flows]
        assert_same(page.evaluate(NUMBERS)["flows"], expected)
    assert len(named) == len(facts()["materials"]) - 3  # the two of G-10, and lead


def assert_row(part, meant, text):
    """The same kind and numbers in what the page read and in what Python reads."""
    keys = {"heat_load": "power", "vapour_cooled": "vapour", "warm_area": "warm"}
    assert part and part["kind"] == meant.kind, text
    for name, value in vars(meant).items():
        assert_same(part[keys.get(name, name)], value, f"{text}: {name}")


def test_rows_are_read_as_python_reads_them(page):
    page.evaluate(TAKE, state_of([(text, SPAN[0]) for text in [*ROWS, *WRONG]], TEMPERATURES))
    found = page.evaluate(f"() => {TOOL}.answer.rows.map(({{ part, complaint }}) => [part ?? null, complaint ?? null])")
    for text, (part, _) in zip(ROWS, found, strict=False):
        assert_row(part, read_row(text), text)
    for text, (part, complaint) in zip(WRONG, found[len(ROWS) :], strict=True):
        with pytest.raises(Misread) as refusal:
            read_row(text)
        assert part is None and complaint == str(refusal.value), text


@pytest.mark.parametrize("seed", range(3))
def test_any_row_is_read_as_python_reads_it(page, seed):
    rows = random_rows(1000 + seed, 150)
    page.evaluate(TAKE, state_of([(text, SPAN[0]) for text in rows], TEMPERATURES))
    found = page.evaluate(f"() => {TOOL}.answer.rows.map(({{ part, complaint }}) => [part ?? null, complaint ?? null])")
    for text, (part, complaint) in zip(rows, found, strict=True):
        meant, refusal = row_or_refusal(text)
        if meant:
            assert_row(part, meant, text)
        else:
            assert part is None and complaint == refusal, text


@pytest.mark.parametrize(
    ("rows", "temperatures", "message"),
    [
        ([("G-10, 6 rods, 3 mm, 100 mm", SPAN[3])], {"T_hot": "300 K", "T_cold": "4.2 K"}, "reach from 12 K to 300 K"),
        ([("steel, 6 rods, 3 mm, 100 mm, clamped at 30 %", SPAN[3])], TEMPERATURES, "touches no shield"),
        ([("steel, 6 rods, 3 mm, 100 mm, clamped at 30 %", SPAN[0])], {"T_hot": "300 K", "T_cold": "4.2 K"}, "touches no shield"),
        ([("1 m2, 30 layers", SPAN[1])], {"T_hot": "300 K", "T_cold": "77 K"}, "There is no shield"),
        ([("1 W at 4 K", SPAN[3])], {"T_hot": "300 K", "T_cold": "77 K"}, "No stage is as cold as 4 K"),
        ([("1 W at 350 K", SPAN[3])], {"T_hot": "300 K", "T_cold": "77 K"}, "no colder than the room"),
        ([("1 m2, 30 layers, lab", SPAN[3])], {"T_hot": "300 K", "T_cold": "20 K"}, "begin at 70 K"),
        ([("2 leads, 1 kA, vapour cooled", SPAN[3])], {"T_hot": "300 K", "T_cold": "20 K"}, "boiling helium"),
        ([("2 leads, 1 kA, vapour cooled", SPAN[3])], {"T_hot": "290 K", "T_cold": "4.2 K"}, "for a room at 300 K"),
        ([("2 leads, 1 kA, vapour cooled", SPAN[1])], TEMPERATURES, "run from the room to the helium"),
    ],
)
def test_what_python_refuses_has_a_message_at_its_row_and_the_rest_stays(page, rows, temperatures, message):
    page.evaluate(TAKE, state_of([("0.3 W", SPAN[3]), *rows], temperatures))
    expect(page.locator(".sz-row .sz-message").nth(1)).to_contain_text(message)
    expect(page.get_by_role("status")).to_contain_text("Row 2 is missing from this sum")
    expect(page.get_by_role("status")).not_to_contain_text("suffices")
    assert page.locator(".sz-results").inner_text() == ""  # a sum without a row chooses no machine
    loads = [*size([("0.3 W", SPAN[3])], **temperatures).loads.values()]
    assert page.evaluate(f"() => {TOOL}.answer.loads.map(([, load]) => load)") == pytest.approx(loads)
    with pytest.raises(ValueError, match=r".+"):
        print(size(rows, **temperatures))


# ---- what a reader does ----


def fill(page, locator, text):
    locator.fill(text)
    locator.blur()


WRONG_TEMPERATURES = [
    "",
    "cold",
    "77",
    "4.2 W",
    "0 K",
    "-5 K",
    "-280 degC",
    "1e999 K",
    "300 K",
    "450 K",
    "7 7 K",
    "four kelvin",
    "K 4",
    "1,200 K",
]


@pytest.mark.parametrize("text", WRONG_TEMPERATURES)
def test_a_wrong_temperature_has_a_message_at_its_field(page, text):
    field, message = page.get_by_label("Cold end", exact=True), page.locator("#sizing-cold-message")
    fill(page, field, text)
    expect(field).to_have_attribute("aria-invalid", "true")
    assert message.inner_text().endswith(".") and field.get_attribute("aria-describedby") == "sizing-cold-message"
    expect(page.get_by_role("status")).to_contain_text("No result")
    assert page.locator(".sz-row").count() == len(START)
    fill(page, field, "4.2 K")
    expect(message).to_be_empty()
    compare(page.evaluate(NUMBERS), size(START, **TEMPERATURES))
    assert page.troubles == []


def test_a_shield_lies_between_and_is_not_heated(page):
    field, message = page.get_by_label("Shield", exact=True), page.locator("#sizing-shield-message")
    for text, said in (("3 K", "must be warmer than the cold end"), ("299.9 K", "would have to be heated")):
        fill(page, field, text)
        expect(message).to_contain_text(said)
        expect(page.get_by_role("status")).to_contain_text("No result")
    fill(page, field, "-223.15 degC")
    assert page.evaluate(f"() => {TOOL}.answer.least") == pytest.approx(size(START, **TEMPERATURES).least_power)


def test_one_stage_or_two(page):
    page.get_by_label("A first stage cools a shield").uncheck()
    expect(page.locator(".sz-row .sz-message").nth(1)).to_contain_text("There is no shield")
    expect(page.get_by_label("Shield", exact=True)).to_be_hidden()
    for row in (2, 3):
        page.get_by_label(f"Way of the heat of row {row}").select_option("room to cold")
    rows = [(text, "room to cold") for text, _ in START]
    compare(page.evaluate(NUMBERS), size(rows, "4.2 K"))
    expect(page.locator(".sz-advice")).to_contain_text("One shield saves most at")
    page.get_by_label("A first stage cools a shield").check()
    assert page.evaluate(STATE)["shield"] == "50 K"


def test_rows_come_and_go_and_the_focus_with_them(page):
    for number, (kind, name) in enumerate(
        (("Support", "Support"), ("Wires", "Wires"), ("Leads", "Leads"), ("Radiation", "Radiation"), ("Load", "Load")), len(START) + 1
    ):
        page.get_by_role("button", name=f"+ {kind}", exact=True).click()
        expect(page.get_by_label(f"{number} {name}", exact=True)).to_be_focused()
    assert page.evaluate(f"() => {TOOL}.answer.rows.every(({{ flow }}) => flow)")
    count = len(START) + 5
    page.get_by_role("button", name="Remove row 2", exact=True).click()
    expect(page.locator(".sz-row input").nth(1)).to_be_focused()
    for left in range(count - 1, 0, -1):
        page.get_by_role("button", name=f"Remove row {left}", exact=True).click()
        if left > 1:
            expect(page.locator(".sz-row input").nth(left - 2)).to_be_focused()
    expect(page.get_by_role("button", name="+ Support", exact=True)).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("Nothing leaks in")
    page.get_by_role("button", name="Reset", exact=True).click()
    compare(page.evaluate(NUMBERS), size(START, **TEMPERATURES))
    assert page.troubles == []


def test_the_sentence_names_the_machine_or_says_that_there_is_none(page):
    said = page.get_by_role("status")
    page.evaluate(TAKE, state_of([("2.4 mW", SPAN[3]), ("0.16 W", SPAN[1])], TEMPERATURES))
    expect(said).to_contain_text(
        "RDK-101D with CNA-11RC suffices: 38\u00a0times what is asked at 50\u00a0K and 42\u00a0times what is asked at 4.2\u00a0K"
    )
    expect(said).to_contain_text("It draws 1")
    page.evaluate(TAKE, state_of([("3 W", SPAN[3]), ("0.16 W", SPAN[1])], TEMPERATURES))
    expect(said).to_contain_text("No single machine holds this. The nearest is")
    expect(said).to_contain_text("it would take 2 of them")
    expect(page.locator(".sz-results table").first).to_contain_text("no")


def test_a_size_that_no_machine_has_is_said(page):
    """The nearest to 5 mW at 4.2 K needs 22 W at the least, 63 times the 0.352 W of the budget; coolers that were only proposed are no answer."""
    page.evaluate(TAKE, state_of([("5 mW", SPAN[3])], {"T_hot": "300 K", "T_cold": "4.2 K"}))
    said = page.get_by_role("status")
    expect(said).to_contain_text("no published machine is near this size, and with the quality of the nearest, which is 63 times larger")
    expect(page.locator(".sz-results")).to_contain_text("It is 63 times larger than this budget")
    expect(page.locator(".sz-advice")).to_have_text("No shield would save anything here.")
    assert "Darwin" not in page.locator(".sizing-tool").inner_text()


def test_leads_that_vapour_cools_have_litres_and_no_machine(page):
    page.evaluate(TAKE, state_of([("2 leads, 100 A, vapour-cooled", SPAN[3])], {"T_hot": "300 K", "T_cold": "4.2 K"}))
    said = page.get_by_role("status")
    expect(said).to_contain_text("7.28\u00a0L a day of liquid helium (boils at 4.22\u00a0K), by its boiling alone")
    expect(said).to_contain_text("a closed cooler leaves none")
    assert page.locator(".sz-results table").count() == 0 and "Least power" not in page.locator(".sz-results").inner_text()


def test_what_the_shield_saves_says_which_rows_it_counts(page):
    """The leads of row 3 go on to the cold end, and the blanket of row 2, which ends on the shield, is gone."""
    advice = page.locator(".sz-advice")
    expect(advice).to_contain_text("the leads of row 3 go on to the cold end; row 2 would be gone")
    without = page.evaluate(f"() => {TOOL}.advice().without.power")
    assert without == pytest.approx(size([(row, SPAN[3]) for row, _ in (START[0], START[2], START[3])], "4.2 K").least_power, rel=1e-9)


def test_each_row_has_its_share_of_the_least_power(page):
    answer = size(START, **TEMPERATURES)
    shares = [flow.cold * (300 / 4.2 - 1) + flow.shield * 5 for flow in answer.flows]
    shown = [float(text.rstrip("\u00a0%")) for text in page.locator(".sz-share span").all_inner_texts()]
    assert shown == pytest.approx([100 * share / answer.least_power for share in shares], rel=0.05) and sum(shown) == pytest.approx(
        100, abs=2
    )


def test_how_a_row_was_read_says_its_shape(page):
    said = {
        "copper, 1 strap, 10 mm x 1 mm, 100 mm": "10 mm wide, 1 mm thick",
        "steel, tube 10 mm x 0.5 mm, 8 cm": "tube, 10 mm outside, 0.5 mm wall",
        "steel, 3 mm, 8 cm": "solid, 3 mm across",
        "1 lead, 5 A": "a single lead (a circuit needs two)",
        "1 m2, emissivities 0.1 and 0.2": "1 m² of emissivity 0.1, inside 1 m² of emissivity 0.2",
    }
    page.evaluate(TAKE, state_of([(row, SPAN[3]) for row in said], TEMPERATURES))
    for shown, words in zip(page.locator(".sz-read").all_inner_texts(), said.values(), strict=True):
        assert words in shown.replace("\u00a0", " ")


def test_csv_has_all_digits_and_python_gives_them_again(page):
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    text = saved.value.path().read_text(encoding="utf-8-sig")
    answer = size(START, **TEMPERATURES)
    notes = dict(line[2:].split(" = ") for line in text.splitlines() if line.startswith("#") and " = " in line)
    assert float(notes["least power"].split()[0]) == pytest.approx(answer.least_power, rel=1e-9)
    assert float(notes["power as machines reach, to"].split()[0]) == pytest.approx(answer.power[1], rel=1e-9)
    assert float(notes["least power with the best shield"].split()[0]) == pytest.approx(answer.shield.least_power, rel=1e-9)
    rows = list(csv.reader(io.StringIO("\n".join(line for line in text.splitlines() if not line.startswith("#")))))
    assert [row[1:3] for row in rows[1:-1]] == [list(row) for row in START]
    assert [[float(each) for each in row[3:]] for row in rows[1:-1]] == [
        pytest.approx([flow.cold, flow.shield], rel=1e-9) for flow in answer.flows
    ]
    assert [float(each) for each in rows[-1][3:]] == pytest.approx([*answer.loads.values()], rel=1e-9)


@pytest.mark.parametrize("odd", [None, 'steel "304", 3 mm, 1 m', "nonsense"])
def test_the_python_is_five_lines_that_run(page, odd, capsys):
    if odd:
        page.get_by_role("button", name="+ Load", exact=True).click()
        fill(page, page.locator(".sz-row input").last, odd)
    page.get_by_text("Python", exact=True).click()
    code = page.locator(".sz-tools code").inner_text()
    lines = code.splitlines()
    assert len(lines) == 5 + bool(odd) and lines[0].startswith("# not understood" if odd else "from")
    names = {}
    exec(code, names)
    assert "least power" in capsys.readouterr().out
    got = page.evaluate(NUMBERS) if not odd else page.evaluate(f"() => ({{ least: {TOOL}.answer.least }})")
    if odd:
        assert got["least"] == pytest.approx(names["answer"].least_power, rel=1e-9)
    else:
        compare(got, names["answer"])


def test_a_link_keeps_the_state(page, visit):
    rows = [('steel, 2 rods, 3 mm, 1 m, "quoted" & <odd> = 5 %', SPAN[2]), ("−3,5 W", SPAN[3]), ("0.5 m², 30 layers", SPAN[1])]
    state = state_of(rows, {"T_hot": "68 °F", "T_shield": "-196 degC", "T_cold": "20,3 K"})
    page.evaluate(TAKE, state)
    page.get_by_role("button", name="Link", exact=True).click()
    address = page.evaluate("() => location.href")
    for link in (address, address.replace("&", "&amp;")):
        again = visit(link)
        again.wait_for_function(READY)
        assert again.evaluate(STATE) == state
        assert again.troubles == []
    one = state | {"shield": None}
    page.evaluate(TAKE, one)
    page.get_by_role("button", name="Link", exact=True).click()
    again = visit(page.evaluate("() => location.href"))
    assert again.evaluate(STATE) == one


@pytest.mark.parametrize("hash", ["#", "#live=fig-a&k=4", "#sizings=1", "#what-it-leaves-out", "#%E0%A4%A"])
def test_another_address_holds_no_state(folder, visit, hash):
    page = visit((folder / "sizing.html").as_uri() + hash)
    page.wait_for_function(READY)
    assert page.evaluate(STATE)["rows"] == [{"text": text, "span": span} for text, span in START]


def test_a_link_without_temperatures_has_messages(folder, visit):
    page = visit((folder / "sizing.html").as_uri() + "#sizing=1&r9=x&r1=0.5 m2, 30 layers")
    page.wait_for_function(READY)
    assert page.evaluate(STATE)["rows"] == [{"text": "0.5 m2, 30 layers", "span": SPAN[1]}]
    expect(page.locator("#sizing-cold-message")).to_contain_text("Write a temperature")


# ---- for everybody ----


def tab_to(page, name):
    """Press Tab until the focus is on the control of this name."""
    labelled = "() => document.activeElement.getAttribute('aria-label') || (document.activeElement.labels?.[0]?.textContent) || document.activeElement.textContent"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(labelled) == name:
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_a_budget_by_the_keyboard_alone(page):
    tab_to(page, "Cold end")
    page.keyboard.press("Control+A")
    page.keyboard.type("20 K")
    tab_to(page, "1 Support")
    page.keyboard.press("Control+A")
    page.keyboard.type("G-10, 4 rods, 5 mm, 60 mm")
    tab_to(page, "Remove row 2")
    page.keyboard.press("Enter")
    tab_to(page, "+ Wires")
    page.keyboard.press("Space")
    page.keyboard.type("manganin, 30 wires, 0.1 mm, 80 cm")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # the second way: to the shield
    rows = [("G-10, 4 rods, 5 mm, 60 mm", START[0][1]), *START[2:], ("manganin, 30 wires, 0.1 mm, 80 cm", SPAN[1])]
    compare(page.evaluate(NUMBERS), size(rows, **TEMPERATURES | {"T_cold": "20 K"}))
    tab_to(page, "Link")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash.startsWith('#sizing=')")
    assert page.troubles == []


@pytest.mark.parametrize("understood", [True, False])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_it_fits_and_axe_finds_nothing(folder, visit, width, understood):
    page = visit((folder / "sizing.html").as_uri(), viewport={"width": width, "height": 800})
    page.wait_for_function(READY)
    expect(page.locator(".sz-advice p").first).to_be_visible()
    if not understood:  # a row, so that no machine is chosen
        fill(page, page.locator(".sz-row input").first, "nonsense")
        expect(page.locator(".sz-advice p")).to_have_count(0)
    page.get_by_text("Python", exact=True).click()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll('.sizing-tool :is(button, input, select, summary)')].filter((part) => part.checkVisibility())
          .filter((part) => { const { width, height } = part.getBoundingClientRect(); return Math.min(width, height) < 24; }).map((part) => part.outerHTML)"""
    )
    assert small == []
    assert page.evaluate(
        "() => [...document.querySelectorAll('.sizing-tool input[type=text], .sizing-tool select')].map((field) => parseFloat(getComputedStyle(field).fontSize)).every((size) => size >= 16)"
    )
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.sz-drawing svg, .sz-reach')].flatMap((svg) => {
          const frame = svg.getBoundingClientRect();
          return [...svg.querySelectorAll('text')].filter((text) => { const box = text.getBoundingClientRect(); return box.left < frame.left - 1 || box.right > frame.right + 1; }).map((text) => text.textContent);
        })"""
    )
    assert cut == []
    if width == 1280:  # in each of its sizes and themes; it takes the page apart
        assert faults(page) == []


def test_there_is_one_polite_region_and_every_field_has_a_name(page):
    assert page.locator("[aria-live], [role=status], [role=alert]").count() == 1
    nameless = "() => [...document.querySelectorAll('.sizing-tool :is(input, select)')].filter((field) => !field.labels.length).map((field) => field.id)"
    assert page.evaluate(nameless) == []
    described = "() => [...document.querySelectorAll('.sizing-tool [aria-describedby]')].every((field) => field.getAttribute('aria-describedby').split(' ').every((id) => document.getElementById(id)))"
    assert page.evaluate(described)


def test_forced_colours_and_paper(folder, visit):
    page = visit((folder / "sizing.html").as_uri(), forced_colors="active")
    page.wait_for_function(READY)
    assert page.locator(".sz-drawing svg").is_visible() and page.troubles == []
    page.emulate_media(media="print")
    assert page.locator(".sz-still table").is_visible() and not page.locator(".sz-rows").is_visible()


def test_without_scripts_there_is_a_table_of_the_start(folder, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "sizing.html").as_uri())
    text = page.locator(".sizing-tool").inner_text()
    assert all(row in text for row, _ in START) and "Nature asks for" in text and "W at 50 K" in text
    context.close()


def test_a_notebook_shows_the_same(monkeypatch):
    monkeypatch.delenv("LIVEFIGURE_STATIC", raising=False)
    alive = tool()._repr_mimebundle_()
    assert "<style>" in alive["text/html"] and "<script>(() =>" in alive["text/html"] and "Nature asks for" in alive["text/plain"]
    monkeypatch.setenv("LIVEFIGURE_STATIC", "1")
    still = tool()._repr_mimebundle_()["text/html"]
    assert "<style>" not in still and still.count("<script") == still.count('<script type="application/json">') == 1


# ---- three browsers ----


@pytest.fixture(scope="module")
def server(book):
    with served(book, ListeningHandler) as server:
        yield server.address


def write(engine, selector, text):
    """Take the focus to a field, and write over what is there, by keys."""
    engine.run("(selector) => { const field = document.querySelector(selector); field.focus(); field.select(); }", selector)
    engine.press("Backspace", *text, "Tab")
    engine.wait("() => !document.querySelector('.sizing-tool').hasAttribute('data-waiting')")


def press(engine, selector):
    """Press a button by the mouse: without a window, Firefox never has the focus, and there keys press no buttons."""
    middle = """(selector) => {
      const button = document.querySelector(selector);
      button.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { x, y, width, height } = button.getBoundingClientRect();
      return [button.textContent, x + width / 2, y + height / 2];
    }"""
    place = None
    while (now := engine.run(middle, selector)) != place:  # it goes down when the best shield is found
        place = now
        time.sleep(0.5)
    text, x, y = place
    assert text in ("Link", "Remove")
    engine.drag((x, y))


def use_all(engine, address, start, temperatures):
    """What the page promises: type a budget by keys, be refused, link, come back, remove every row."""
    engine.open(address)
    engine.wait(READY)
    compare(engine.run(NUMBERS), size(start, **temperatures))
    write(engine, "#sizing-cold", "-253 degC")
    write(engine, "#sizing-shield", "80 K")
    write(engine, ".sz-row input", "Kapton, 3 bands, 2 mm2, 5 cm")
    rows = [("Kapton, 3 bands, 2 mm2, 5 cm", start[0][1]), *start[1:]]
    typed = temperatures | {"T_cold": "-253 degC", "T_shield": "80 K"}
    compare(engine.run(NUMBERS), size(rows, **typed))

    wrong = [text for text in WRONG if text.isascii()][:20]
    for text in wrong:
        write(engine, ".sz-row input", text)
        field = "() => [document.querySelector('.sz-row input').getAttribute('aria-invalid'), document.querySelector('.sz-row .sz-message').textContent]"
        invalid, message = engine.run(field)
        assert invalid == "true" and WRONG[text] in message, text
        assert engine.run(f"() => {TOOL}.answer.counted.length") == len(rows) - 1  # the rest stays
    assert len(wrong) == 20
    write(engine, ".sz-row input", rows[0][0])

    press(engine, ".sz-tools button:nth-of-type(2)")
    engine.wait("() => location.hash.startsWith('#sizing=')")
    link = engine.run("() => location.href")
    engine.open(link)
    engine.wait(READY)
    compare(engine.run(NUMBERS), size(rows, **typed))

    for left in range(len(rows) - 1, -1, -1):
        press(engine, ".sz-row button")
        assert engine.run("() => document.querySelectorAll('.sz-row').length") == left
        assert engine.run("() => document.activeElement.matches(document.querySelector('.sz-row') ? '.sz-row input' : '.sz-add button')")
    assert engine.run("() => document.querySelector('.sz-status').textContent").startswith("Nothing leaks in")
    assert engine.troubles() == []


def chapter_start():
    """The budget that the chapter begins with."""
    import ast

    from support.chapters import CHAPTERS, code_cells

    [chapter] = [path for path in CHAPTERS if path.stem == "sizing"]
    cell = next(cell for cell in code_cells(chapter) if "SizingTool(" in cell)
    [rows] = [node.value for node in ast.parse(cell).body if isinstance(node, ast.Assign) and node.targets[0].id == "rows"]
    return ast.literal_eval(rows)


def test_a_budget_typed_by_keys(engine, server):
    use_all(engine, f"{server}/chapters/sizing.html", chapter_start(), TEMPERATURES)


def test_the_chapter(visit, address):
    page = visit(address("sizing"))
    page.wait_for_function(READY)
    compare(page.evaluate(NUMBERS), size(chapter_start(), **TEMPERATURES))
    page.set_viewport_size({"width": 1280, "height": 700})
    page.locator(".sz-row input").last.scroll_into_view_if_needed()
    expect(page.locator(".sz-status")).to_be_in_viewport(ratio=1)  # what follows from a row stays in view beside it
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert page.troubles == []
    assert faults(page) == []  # it takes the page apart
