"""What a reader may write into a slider's box, as the browser reads it."""

import pytest
from livefigure.assets import module_of_parts


@pytest.fixture(scope="module")
def read(browser, tmp_path_factory):
    """read(text, unit) -> the value, or the complaint."""
    page = browser.new_page()
    page.goto("about:blank")
    page.evaluate(
        "(source) => import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))).then((m) => { window.m = m; })",
        module_of_parts("readQuantity"),
    )
    yield lambda text, unit: (lambda answer: answer.get("value", answer.get("complaint")))(
        page.evaluate("([text, unit]) => m.readQuantity(text, unit)", [text, unit])
    )
    page.close()


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("4,2", "K", 4.2),
        ("4.2 K", "K", 4.2),
        ("77 K", "K", 77),
        ("1e3", "W", 1000),
        ("1.5e-3", "", 0.0015),
        ("\u2212196 °C", "K", 77.15),
        ("-196 degC", "K", 77.15),
        ("-320,8 °F", "K", 77.1499999999999),  # (-320.8 + 459.67) * 5/9
        ("4 mK", "K", 0.004),
        ("200 bar", "MPa", 20),
        ("20 MPa", "bar", 200),
        ("1 atm", "Pa", 101325),
        ("2 kW", "W", 2000),
        ("250 mW", "W", 0.25),
        ("15 %", "", 0.15),
        ("0.15", "%", 0.15),
        ("3 min", "s", 180),
        ("10\u202f000", "W", 10000),
        ("10 000 W", "W", 10000),
        ("0,345", "", 0.345),
        (".5", "", 0.5),
        ("12 W/m", "W/m", 12),
        ("3.4x10^2", "W", 340),
        ("3,4 * 10**-2 kW", "W", 34),
        ("5.67\u00a0×\u00a010⁻⁸", "", 5.67e-8),
        ("\u22122·10^\u22123", "K", -0.002),
    ],
)
def test_a_number_with_or_without_a_unit(read, text, unit, value):
    assert read(text, unit) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "text", ["", "cold", "4.2.1", "1,000", "4 2", "5 furlongs", "5 W", "--3", "0x10", "Infinity", "1e", "2x3", "2x10", "2x10^", "10x"]
)
def test_anything_else_gets_a_complaint_in_words(read, text):
    assert str(read(text, "K"))[-1] == "."
