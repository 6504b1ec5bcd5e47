"""The pages before the table of contents: the title page, and a page about this copy."""

from datetime import date
from html import escape
from pathlib import Path

from coldbook.build.edition import taken_apart
from coldbook.dates import written_out
from sitebuilder.metadata import book, built

UNKNOWN = date(2026, 1, 1)  # the PDF's date if the site has no date


def about(site: Path):
    """The book's metadata, and those of the build from the site's build.json if there is one."""
    build = built(site)
    commit, changed = taken_apart(build.get("commit") or "")
    day = date.fromisoformat(build["date"][:10]) if build.get("date") else None
    return {
        "title": book().title,
        "subject": book().subtitle.capitalize(),
        "author": book().author,
        "years": book().copyright,
        "version": book().version,
        "commit": commit[:12],
        "changed": changed,
        "day": day,
        "stamp": f"D:{day or UNKNOWN:%Y%m%d}000000Z",
    }


def front(copy, head):
    """The HTML of both pages; `copy` is the result of `about`, `head` has the book's address and icon."""
    address = head["address"]
    sign = f'<img class="book-sign" src="{escape(head["icon"])}" alt="">' if head["icon"].startswith("data:") else ""
    state = [f"Version {copy['version']}", *([written_out(copy["day"])] if copy["day"] else [])]
    commit = f"Made from commit <code>{copy['commit']}</code>{', with changes' if copy['changed'] else ''}." if copy["commit"] else ""
    link = f'<p><a href="{escape(address)}/">{escape(address.partition("//")[2])}</a></p>' if address else ""
    where = ", at the address on the title page" if address else ""
    text_licence = book().text_licence
    return f"""<section class="title-page">{sign}<p class="book-title">{escape(copy["title"])}</p>
<p class="book-subject">{escape(copy["subject"])}</p>
<p class="book-author">{escape(copy["author"])}</p><div class="book-state"><p>{" · ".join(state)}</p>{link}</div></section>
<section class="imprint"><p class="imprint-head">About this copy</p>
<p>This is the book on paper. The book itself is a set of web pages{where}:
there the figures have sliders, and questions are marked on the spot.</p>
<p>Each figure stands here as its page first shows it. The line below it says where the sliders are.
Code that only draws a figure is left out; the pages have it. Solutions and answers are in a chapter of their own.
A number in brackets is a source and leads to the bibliography;
a small mark such as <em>claim C50</em> leads to the article’s claim and its verdict.</p>
<p>{commit} Every number in the text was computed when the book was built.</p>
<p class="imprint-head">Licence</p>
<p>Text and figures: {text_licence.title} (<a href="{text_licence.url}">{text_licence.name}</a>).
Code: {book().code_licence.name}. © {copy["years"]}, {escape(copy["author"])}.</p>
<p>Set in STIX Two, Source Sans and Source Code Pro, all under the SIL Open Font License.</p></section>"""
