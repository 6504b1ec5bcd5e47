"""How to cite the book: a box at the end of its first page, and a link to it in the footer of each page.

The data come from CITATION.cff, the address and the date of the commit from this build. There is a DOI if CITATION.cff has one.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coldbook.dates import bibtex_month, written_out

ANCHOR = "cite-this"
SPECIAL = re.compile(r"([&%$#_{}])")


def tex(text):
    return SPECIAL.sub(r"\\\1", text)


def bibtex_name(author):
    """A group in braces, as BibTeX would take its name apart."""
    return f"{{{tex(author.name)}}}" if author.is_group else tex(author.sorted_name)


def date_of(edition):
    return edition.committed or edition.built


def address_of(citation, config):
    """The book's address, else that of its source."""
    return config.html_baseurl or config.html_theme_options.get("repository_url") or citation.url


def build_of(edition):
    return f"commit {edition.short}" if edition.known else ""


def sentence(edition, config):
    """The nodes of a reference in plain text."""
    citation, date = edition.citation, date_of(edition)
    about = ", ".join(filter(None, (f"version {citation.version}", build_of(edition), written_out(date))))
    content = [nodes.Text(f"{'; '.join(author.sorted_name for author in citation.authors)} ({date.year}). ")]
    content += [nodes.emphasis("", citation.title), nodes.Text(f" ({about}).")]
    link = f"https://doi.org/{citation.doi}" if citation.doi else address_of(citation, config)
    if link:
        content += [nodes.Text(" "), nodes.reference("", link, refuri=link)]
    return content


def bibtex(edition, config):
    citation, date = edition.citation, date_of(edition)
    fields = {
        "author": " and ".join(map(bibtex_name, citation.authors)),
        "title": f"{{{tex(citation.title)}}}",
        "year": date.year,
        "month": bibtex_month(date),
        "version": citation.version,
        "note": ", ".join(filter(None, (f"Version {citation.version}", build_of(edition)))),
        "doi": citation.doi,
        "url": address_of(citation, config),
    }
    # A month is a macro of BibTeX, without braces.
    rows = [f"  {field} = {value if field == 'month' else f'{{{value}}}'}," for field, value in fields.items() if value]
    return "\n".join([f"@misc{{{key(citation)}{date.year},", *rows, "}"])


def key(citation):
    words = re.findall(r"[a-z]+", citation.title.partition(":")[0].lower())
    return "".join(word for word in words if word not in ("the", "a", "an", "of"))


class Box(SphinxPostTransform):
    default_priority = 10  # before code is highlighted
    formats = ("html",)

    def run(self, **kwargs):
        if self.env.docname != self.config.root_doc:
            return
        edition = self.app.coldbook_edition
        box = nodes.admonition("", nodes.title("", "Cite this book"), classes=["note", "cite-this"], ids=[ANCHOR])
        # The class `highlight` gives it a copy button.
        box += nodes.container("", nodes.paragraph("", "", *sentence(edition, self.config)), classes=["highlight", "reference-text"])
        entry = bibtex(edition, self.config)
        box += nodes.literal_block(entry, entry, language="bibtex")
        next(self.document.findall(nodes.section)).append(box)


def add_copy_button(app, config):
    config.copybutton_selector += ", .reference-text > p"


def footer(app, pagename, templatename, context, doctree):
    context["coldbook_edition"] = app.coldbook_edition
    context["coldbook_repository"] = app.config.html_theme_options.get("repository_url", "")
    context["coldbook_cite"] = ANCHOR


def setup(app):
    app.add_post_transform(Box)
    app.connect("config-inited", add_copy_button, priority=400)  # before sphinx-copybutton reads it
    app.connect("html-page-context", footer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
