"""The page of the article's claims: its cards, the links from the chapters to them, and the links back.

In a chapter, {claim}`C14` is a small link to the card of that claim, and marks the place that settles it; several are written
{claim}`C14, C15`. A card is what a cell of the claims page shows (`chapterkit.claims`): Markdown, with a comment that says whose it is.
Here it gets its name, its badge, the links to the places in the chapters, and its cell, folded. {claims-filter} is the form that
`_static/claims.js` brings to life.

The build fails if a link names no claim, or if a claim has no place and does not say that it is settled on its own page.
"""

import json
import re
from collections import defaultdict
from html import escape

from chapterkit.claims import IDS, SECTIONS, Verdict
from docutils import nodes
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.nodes import clean_astext

logger = logging.getLogger(__name__)

NOTE = re.compile(r"<!-- claim (\{.*\}) -->\s*")
SIGNS = {
    Verdict.HOLDS: "✓",
    Verdict.ROUNDED: "≈",
    Verdict.CONDITIONAL: "◐",
    Verdict.DIFFERS: "≠",
    Verdict.WRONG: "✗",
    Verdict.OPEN: "–",
}


class claim_link(nodes.Inline, nodes.TextElement):
    """A link to a claim until all pages are read."""


class ClaimRole(SphinxRole):
    def run(self):
        ids = [each.strip() for each in self.text.split(",")]
        made = nodes.inline(classes=["claim-links"])
        if len(ids) > 1:
            made += nodes.Text("claims ")
        for each in ids:
            if each not in IDS:
                logger.warning("the article has no claim %r", each, location=self.get_location(), type="coldbook", subtype="claims")
                continue
            link = claim_link("", each if len(ids) > 1 else f"claim {each}", claim=each)
            self.set_source_info(link)
            made += [link] if each == ids[-1] else [link, nodes.Text(", ")]
        return [made], []


def label(name, words):
    return f'<p><label for="claims-{name}">{words}</label>'


class ClaimsFilter(SphinxDirective):
    """The form; it is hidden until the script is there that answers it."""

    def run(self):
        sections = "".join(f'<option value="{section.page}">{escape(section.title)}</option>' for section in SECTIONS)
        verdicts = "".join(f'<option value="{verdict.name}">{verdict.value}</option>' for verdict in Verdict)
        form = (
            '<form class="claims-filter" aria-label="Choose claims" hidden>'
            f'{label("section", "Section")}<select id="claims-section" name="section"><option value="">all</option>{sections}</select></p>'
            f'{label("verdict", "Verdict")}<select id="claims-verdict" name="verdict"><option value="">all</option>{verdicts}</select></p>'
            f'{label("words", "Words")}<input id="claims-words" type="search" name="words" autocomplete="off"></p>'
            '<button type="reset">Show all</button><p role="status"></p></form>'
        )
        return [nodes.raw("", form, format="html")]


def notes_of(document):
    """(node, what its comment says) of every card."""
    for raw in list(document.findall(nodes.raw)):
        if found := NOTE.match(raw.astext()):
            yield raw, json.loads(found[1])


class Collector(EnvironmentCollector):
    """Which page has a claim's card, and which places settle it."""

    def clear_doc(self, app, env, docname):
        data = claims_of(env)
        data["cards"] = {each: card for each, card in data["cards"].items() if card["page"] != docname}
        data["places"] = defaultdict(list, {each: [p for p in places if p["page"] != docname] for each, places in data["places"].items()})

    def merge_other(self, app, env, docnames, other):
        ours, theirs = claims_of(env), claims_of(other)
        ours["cards"] |= {each: card for each, card in theirs["cards"].items() if card["page"] in docnames}
        for each, places in theirs["places"].items():
            ours["places"][each] += [place for place in places if place["page"] in docnames]

    def process_doc(self, app, doctree):
        data, page = claims_of(app.env), app.env.docname
        for _, note in notes_of(doctree):
            if note["id"] in data["cards"]:
                logger.warning("claim %s has two cards", note["id"], location=page, type="coldbook", subtype="claims")
            data["cards"][note["id"]] = note | {"page": page}
        for link in doctree.findall(claim_link):
            mark = f"at-claim-{link['claim'].lower()}"
            before = [place for place in data["places"][link["claim"]] if place["page"] == page]
            link["mark"] = f"{mark}-{len(before) + 1}" if before else mark
            data["places"][link["claim"]].append({"page": page, "mark": link["mark"], "section": section_title(link)})


def claims_of(env):
    if not hasattr(env, "coldbook_claims"):
        env.coldbook_claims = {"cards": {}, "places": defaultdict(list)}
    return env.coldbook_claims


def section_title(node):
    """The title of the section that a node is in; empty for the page's own."""
    while not isinstance(node, nodes.section):
        node = node.parent
    return "" if isinstance(node.parent, nodes.document) else clean_astext(node.next_node(nodes.title))


def check(app, env):
    data = claims_of(env)
    if not data["cards"]:  # a book without the page: the links are plain words
        return
    for each in IDS:
        if each not in data["cards"]:
            logger.warning("claim %s has no card", each, type="coldbook", subtype="claims")
        elif not data["places"][each] and not data["cards"][each]["here"]:
            logger.warning(
                "claim %s is settled in no chapter (write {claim}`%s` there) and does not say `here=True`",
                each, each, location=data["cards"][each]["page"], type="coldbook", subtype="claims",
            )  # fmt: skip


def outdated(app, env):
    """Cards name places in other pages, and links name verdicts: when one is read again, all are written again."""
    data = claims_of(env)
    return [card["page"] for card in data["cards"].values()] + [place["page"] for places in data["places"].values() for place in places]


class Links(SphinxPostTransform):
    """The chapters' links to the cards."""

    default_priority = 20

    def run(self, **kwargs):
        cards = claims_of(self.env)["cards"]
        for link in list(self.document.findall(claim_link)):
            card, words = cards.get(link["claim"]), link.astext()
            if card is None:
                link.replace_self(nodes.inline("", words, ids=[link["mark"]], classes=["claim-link"]))
                continue
            uri = self.app.builder.get_relative_uri(self.env.docname, card["page"]) + f"#claim-{link['claim'].lower()}"
            title = f"{link['claim']}: {Verdict[card['verdict']].value}"
            reference = nodes.reference("", "", nodes.inline("", words), refuri=uri, internal=True, reftitle=title)
            link.replace_self(reference)
            reference["ids"], reference["classes"] = [link["mark"]], ["claim-link"]


class Cards(SphinxPostTransform):
    """What a cell shows, as a card: head, statement, checks, reason, places, and the cell itself."""

    default_priority = 21  # after MyST-NB has chosen among the outputs' MIME types
    formats = ("html",)

    def run(self, **kwargs):
        for raw, note in notes_of(self.document):
            cell = raw
            while cell.get("nb_element") != "cell_code":
                cell = cell.parent
            shown = [node for node in raw.parent.children if node is not raw][1:]  # without the head, which is made anew
            cell.remove(cell.children[-1])  # what is shown leaves the cell; its code stays, folded
            cell["hide_mode"], cell["prompt_show"], cell["prompt_hide"] = "input", f"Show the check of {note['id']}", "Hide the check"
            verdict, name = Verdict[note["verdict"]], f"claim-{note['id'].lower()}"
            section = next(section.page for section in SECTIONS if note["id"] in section.ids)
            head = (
                f'<article class="claim" id="{name}" aria-labelledby="{name}-head" data-verdict="{verdict.name}" data-section="{section}">'
                f'<h3 class="claim-head" id="{name}-head"><a href="#{name}">{note["id"]}</a> '
                f'<span class="claim-badge"><span aria-hidden="true">{SIGNS[verdict]} </span>{verdict.value}</span></h3>'
            )
            place = cell.parent.index(cell)
            start, end = (nodes.raw("", html, format="html") for html in (head, "</article>"))
            cell.parent[place : place + 1] = [start, *shown, self.places(note), cell, end]

    def places(self, note):
        line = nodes.paragraph(classes=["claim-places"])
        line += nodes.Text("Settled ")
        places = claims_of(self.env)["places"][note["id"]]
        if not places:
            line += nodes.Text("here, by its check.")
        for number, place in enumerate(places):
            uri = self.app.builder.get_relative_uri(self.env.docname, place["page"]) + f"#{place['mark']}"
            words = " › ".join(filter(None, (self.env.titles[place["page"]].astext(), place["section"])))
            link = nodes.reference("", "", nodes.inline("", words), refuri=uri, internal=True)
            line += [nodes.Text("; " if number else "in "), link]
        return line


def setup(app):
    app.add_node(claim_link)
    app.add_role("claim", ClaimRole())
    app.add_directive("claims-filter", ClaimsFilter)
    app.add_env_collector(Collector)
    app.add_post_transform(Links)
    app.add_post_transform(Cards)
    app.connect("env-check-consistency", check)
    app.connect("env-updated", outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
