"""The book is built from a checkout with Windows line ends, by a Python whose texts are not UTF-8 unless a program says so.

The encoding is ASCII (on Windows its code page), which every machine has. A Windows code page reads the bytes of a Greek letter as other letters and says nothing;
ASCII refuses them, and so finds each text whose encoding is left to the machine, also in a package that the build uses.
"""

import json
import os
import subprocess
import sys

from lxml import html
from support import small_book

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
PAGE = """
The yield is η, the coefficient μ, and a degree is 1 °C − a minus, not a hyphen:

$$\\eta = 1 - \\frac{T_\\mathrm{C}}{T_\\mathrm{H}}$$

```{code-cell} python
from cryolib.limits import carnot_cop
from cryolib.symbols import T_cold, T_hot
from livefigure import LiveFigure
from chapterkit.prose import say

say(cop=carnot_cop(77, 300))
```

The number is {glue:text}`cop:.3f`.

```{code-cell} python
---
mystnb:
  figure:
    name: fig-small-cop
    caption: The price falls, in m²/µs.
---
LiveFigure({"COP": carnot_cop(T_cold, T_hot)}, x=(T_cold, 4, 200), sliders={T_hot: (300, 250, 350)}, name="fig-small-cop", alt="The coefficient η falls with T")
```
"""


def with_windows_line_ends(folder):
    """Change all texts as a checkout with core.autocrlf does."""
    for file in folder.rglob("*"):
        if file.is_file() and b"\0" not in (content := file.read_bytes()):
            file.write_bytes(content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def test_a_checkout_of_windows_is_built_in_another_encoding(tmp_path):
    program, variables = "import locale; print(locale.getencoding())", small_book.environment() | ASCII
    encoding = subprocess.run([sys.executable, "-c", program], env=variables, capture_output=True, check=True).stdout
    assert encoding and b"UTF" not in encoding.upper()
    small_book.write(tmp_path)
    small_book.add_cell(tmp_path, PAGE)
    with_windows_line_ends(tmp_path)
    own = [tmp_path, *(tmp_path / "packages").iterdir()]  # not those that are installed
    run = small_book.build(tmp_path, PYTHONPATH=os.pathsep.join(map(str, own)), **ASCII)
    assert run.returncode == 0, run.stdout + run.stderr
    page = html.parse(tmp_path / "_build/html/chapters/introduction.html", html.HTMLParser(encoding="utf-8")).getroot()
    words = " ".join(page.xpath("string(//article)").split())
    assert "The yield is η, the coefficient μ, and a degree is 1 °C − a minus" in words
    assert "The number is 0.345." in words and "The price falls, in m²/µs." in words
    assert page.xpath("//*[contains(@class, 'live-figure')]//*[local-name()='path']") and page.xpath("//math")
    notebook = json.loads((tmp_path / "_build/html/notebooks/introduction.ipynb").read_text(encoding="utf-8"))
    text = "".join("".join(cell["source"]) for cell in notebook["cells"])
    assert "The yield is η" in text and "\r" not in text
