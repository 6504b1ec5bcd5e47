"""How to cite the book: a box at the end of its first page, and a line at the foot of each page that leads there.

What it says is in CITATION.cff, with the address and the date of the commit added. There is a DOI when CITATION.cff has one.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

PLACE = "cite-this"
SPECIAL = re.compile(r"([&%$#_{}])")


def name(author):
    """A person or a group, as the Citation File Format has it: (as it is written, as BibTeX wants it)."""
    if "name" in author:
        return author["name"], f"{{{tex(author['name'])}}}"
    family = " ".join(filter(None, (author.get("name-particle"), author.get("family-names"), author.get("name-suffix"))))
    both = ", ".join(filter(None, (family, author.get("given-names"))))
    return both, tex(both)


def tex(text):
    return SPECIAL.sub(r"\\\1", str(text))


def day(date):
    return f"{date.day} {date:%B %Y}"


def date_of(edition):
    return edition.committed or edition.built


def address_of(citation, config):
    """Where the book is read; else where its source is."""
    return (
        config.html_baseurl
        or config.html_theme_options.get("repository_url")
        or citation.get("url")
        or citation.get("repository-code")
        or ""
    )


def build_of(edition):
    return f"commit {edition.short}" if edition.known else ""


def sentence(edition, config):
    """The reference as one reads it, as nodes."""
    citation, date = edition.citation, date_of(edition)
    about = ", ".join(filter(None, (f"version {citation['version']}", build_of(edition), day(date))))
    made = [nodes.Text(f"{'; '.join(name(author)[0] for author in citation['authors'])} ({date.year}). ")]
    made += [nodes.emphasis("", citation["title"]), nodes.Text(f" ({about}).")]
    doi = citation.get("doi")
    link = f"https://doi.org/{doi}" if doi else address_of(citation, config)
    if link:
        made += [nodes.Text(" "), nodes.reference("", link, refuri=link)]
    return made


def bibtex(edition, config):
    citation, date = edition.citation, date_of(edition)
    fields = {
        "author": " and ".join(name(author)[1] for author in citation["authors"]),
        "title": f"{{{tex(citation['title'])}}}",
        "year": date.year,
        "month": f"{date:%b}".lower(),
        "version": citation["version"],
        "note": ", ".join(filter(None, (f"Version {citation['version']}", build_of(edition)))),
        "doi": citation.get("doi"),
        "url": address_of(citation, config),
    }
    # A month is one of BibTeX's own words, and stands without braces.
    rows = [f"  {field} = {value if field == 'month' else f'{{{value}}}'}," for field, value in fields.items() if value]
    return "\n".join([f"@misc{{{key(citation)}{date.year},", *rows, "}"])


def key(citation):
    words = re.findall(r"[a-z]+", citation["title"].partition(":")[0].lower())
    return "".join(word for word in words if word not in ("the", "a", "an", "of"))


class Box(SphinxPostTransform):
    default_priority = 10  # before code is highlighted
    formats = ("html",)

    def run(self, **kwargs):
        if self.env.docname != self.config.root_doc:
            return
        edition = self.app.coldbook_edition
        box = nodes.admonition("", nodes.title("", "Cite this book"), classes=["note", "cite-this"], ids=[PLACE])
        # The class `highlight` makes it a place for a button that copies.
        box += nodes.container("", nodes.paragraph("", "", *sentence(edition, self.config)), classes=["highlight", "reference-text"])
        entry = bibtex(edition, self.config)
        box += nodes.literal_block(entry, entry, language="bibtex")
        next(self.document.findall(nodes.section)).append(box)


def copied(app, config):
    config.copybutton_selector += ", .reference-text > p"


def foot(app, pagename, templatename, context, doctree):
    context["coldbook_edition"] = app.coldbook_edition
    context["coldbook_repository"] = app.config.html_theme_options.get("repository_url", "")
    context["coldbook_cite"] = PLACE


def setup(app):
    app.add_post_transform(Box)
    app.connect("config-inited", copied, priority=400)  # before sphinx-copybutton reads it
    app.connect("html-page-context", foot)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
