"""Numbers that sentences quote from cells have a minus sign; what the cells print is as Python wrote it."""

import nbformat
import pytest
from lxml import html
from nbformat import v4
from sphinx.testing.util import SphinxTestApp

PREFIX = "application/papermill.record/"  # as chapterkit.prose keeps numbers
NUMBERS = {"cold": "-36.95", "change": "-0.3249", "warm": "12.0", "words": "'one-off -2'"}
PROSE = "At {glue:text}`cold:.0f` °C it is {glue:text}`change:+.2f` K, then {glue:text}`warm:+.0f`, in a {glue:text}`words`."


@pytest.fixture
def read(tmp_path):
    """The paragraph, and what the cell printed, of a page that quotes the numbers of its only cell."""
    outputs = [v4.new_output("stream", name="stdout", text="cold = -36.95\n")]
    for name, text in NUMBERS.items():
        metadata = {"scrapbook": {"name": name, "mime_prefix": PREFIX}}
        outputs.append(v4.new_output("display_data", {f"{PREFIX}text/plain": text}, metadata=metadata))
    cells = [v4.new_markdown_cell("# Title"), v4.new_code_cell("cold = -36.95", outputs=outputs), v4.new_markdown_cell(PROSE)]
    language = {"language_info": {"name": "python", "pygments_lexer": "python"}}
    nbformat.write(v4.new_notebook(cells=cells, metadata=language), tmp_path / "index.ipynb")
    settings = 'extensions = ["myst_nb", "coldbook.page.minus_signs"]\nnb_execution_mode = "off"\n'
    (tmp_path / "conf.py").write_text(settings, encoding="utf-8")
    app = SphinxTestApp("html", srcdir=tmp_path)
    app.build()
    page = html.parse(app.outdir / "index.html", html.HTMLParser(encoding="utf-8")).getroot()
    app.cleanup()
    assert not app.warning.getvalue()
    return page.xpath("string(//section/p)"), page.xpath("string(//div[contains(@class, 'cell')])")


def test_a_sentence_has_a_minus_sign_and_a_cell_keeps_its_hyphen(read):
    sentence, cell = read
    assert sentence == "At −37 °C it is −0.32 K, then +12, in a one-off -2."
    assert "cold = -36.95" in cell and "−" not in cell
