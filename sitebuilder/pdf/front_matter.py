"""The sheets before the table of contents: the title, and what this copy is."""

import json
from datetime import date
from html import escape
from pathlib import Path

import yaml

from sitebuilder import ROOT

UNKNOWN = date(2026, 1, 1)  # for the PDF's own stamp, when the site does not say when it was built


def about(site: Path):
    """What the book says of itself: from CITATION.cff, and from the site's build.json if it has one."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    built = json.loads((site / "build.json").read_text(encoding="utf-8")) if (site / "build.json").exists() else {}
    commit, _, changed = (built.get("commit") or "").partition("-")
    title, _, subject = cited["title"].partition(":")
    day = date.fromisoformat(built["date"][:10]) if built.get("date") else None
    return {
        "title": title,
        "subject": subject.strip().capitalize(),
        "author": ", ".join(person["name"] for person in cited["authors"]),
        "years": str(config["copyright"]),
        "version": str(cited["version"]),
        "commit": commit[:12],
        "changed": bool(changed),
        "day": day,
        "stamp": f"D:{day or UNKNOWN:%Y%m%d}000000Z",
    }


def spoken(day):
    return f"{day.day} {day:%B %Y}"


def front(told, book):
    """The title page and its back."""
    address = book["address"]
    sign = f'<img class="book-sign" src="{escape(book["icon"])}" alt="">' if book["icon"].startswith("data:") else ""
    state = [f"Version {told['version']}", *([spoken(told["day"])] if told["day"] else [])]
    made = f"Made from commit <code>{told['commit']}</code>{', with changes' if told['changed'] else ''}." if told["commit"] else ""
    place = f'<p><a href="{escape(address)}/">{escape(address.partition("//")[2])}</a></p>' if address else ""
    where = ", at the address on the title page" if address else ""
    return f"""<section class="title-page">{sign}<p class="book-title">{escape(told["title"])}</p>
<p class="book-subject">{escape(told["subject"])}</p>
<p class="book-author">{escape(told["author"])}</p><div class="book-state"><p>{" · ".join(state)}</p>{place}</div></section>
<section class="imprint"><p class="imprint-head">About this copy</p>
<p>This is the book on paper. The book itself is a set of web pages{where}:
there the figures have sliders, and questions are marked on the spot.</p>
<p>Each figure stands here as its page first shows it. The line below it says where the sliders are.
Code that only draws a figure is left out; the pages have it. Solutions and answers are in a chapter of their own.
A number in brackets is a source and leads to the bibliography;
a small mark such as <em>claim C50</em> leads to the article’s claim and its verdict.</p>
<p>{made} Every number in the text was computed when the book was built.</p>
<p class="imprint-head">Licence</p>
<p>Text and figures: Creative Commons Attribution 4.0 International (<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>).
Code: BSD 3-Clause. © {told["years"]}, {escape(told["author"])}.</p>
<p>Set in STIX Two, Source Sans and Source Code Pro, all under the SIL Open Font License.</p></section>"""
