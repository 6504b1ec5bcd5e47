"""The search finds numbers and Greek letters, and lists pages before entries of the packages' reference.

Sphinx looks for English words: it splits 4.2 in two, and ignores numbers in a query. Formulas are in its index as TeX, with `\\eta` for η.
"""

import re
import unicodedata
from pathlib import Path

from sphinx.search.en import SearchEnglish

COMMAND = re.compile(r"\\(?:var)?([A-Za-z]+)")
WORD = re.compile(r"\d+(?:\.\d+)+|\w+")  # as in search.js


def greek(command):
    """The Greek letter that a TeX command prints, with spaces around it; other commands unchanged."""
    name = command[1].replace("ambda", "amda")  # Unicode's spelling
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return f" {unicodedata.lookup(f'GREEK {case} LETTER {name.upper()}')} "
    except KeyError:
        return command[0]


class SearchScience(SearchEnglish):
    js_stemmer_code = SearchEnglish.js_stemmer_code + Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

    def split(self, input):
        # NFKC: a micro sign is a μ, and a superscript a digit.
        return WORD.findall(unicodedata.normalize("NFKC", COMMAND.sub(greek, input)))


def setup(app):
    app.add_search_language(SearchScience)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
