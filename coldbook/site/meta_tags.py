"""What a page's head says about it to search engines, link previews and our own guard. The theme says none of it.

Canonical links come from Sphinx, which makes them from `html_baseurl`; here are the description, the tags of Open Graph and of Twitter's
cards, the build that the page is of, and the colours of the browser's frame. A page's front matter can give its own description
(`html_meta: description`). sphinxext-opengraph would cut descriptions in the middle of a word, and its cards know nothing of our figures.
"""

import re
from html import escape

from sphinx.util import logging

from coldbook.site.descriptions import LEAST, MOST, opening
from coldbook.site.preview_images import HEIGHT, WIDTH, alt, path

logger = logging.getLogger(__name__)

GIVEN = re.compile(r'<meta\b[^>]*\bname="description"[^>]*>')
CONTENT = re.compile(r'\bcontent="([^"]*)"')
VIEWPORT = re.compile(r'<meta\b[^>]*\bname="viewport"[^>]*>\s*')
# What a page that only leads to another takes over from it.
SHARED = re.compile(r'^\s*<meta (?:name="(?:description|twitter:[^"]*)"|property="og:[^"]*") .*>$', re.M)
LOCALES = {"en": "en_GB"}
FRAME = {"light": "#ffffff", "dark": "#121212"}  # the pages' own background


def meta(**attributes):
    return "<meta " + " ".join(f'{name}="{escape(str(value))}"' for name, value in attributes.items()) + ">"


def description(app, pagename, context, doctree):
    """What is said of the page, plain text; empty for a page that is none of ours."""
    if found := GIVEN.search(context["metatags"]):
        context["metatags"] = context["metatags"].replace(found[0], "")
        return CONTENT.search(found[0])[1]
    if pagename == "search":
        return f"Search all pages of {app.config.html_title}: chapters, formulas, exercises, claims, symbols and the package's reference."
    if doctree is None:
        return ""
    said = opening(doctree)
    if not LEAST <= len(said) <= MOST:
        logger.warning(
            "the page's opening prose gives no description of %d to %d characters, only %r; "
            "write one into its front matter: myst: {html_meta: {description: ...}}",
            LEAST, MOST, said, location=pagename, type="coldbook", subtype="heads",
        )  # fmt: skip
    return said


def card(app, pagename, said):
    """The tags that link previews read."""
    config = app.config
    address, first = config.html_baseurl, pagename == config.root_doc
    title = config.html_title if first else app.env.titles[pagename].astext()
    image = address + path(pagename) if address else "../" * pagename.count("/") + path(pagename)
    described = alt(app, pagename)
    properties = {
        "og:type": "website" if first else "article",
        "og:title": title,
        "og:description": said,
        "og:site_name": config.html_title,
        "og:locale": LOCALES.get(config.language, config.language),
        "og:image": image,
        "og:image:type": "image/png",
        "og:image:width": WIDTH,
        "og:image:height": HEIGHT,
        "og:image:alt": described,
    }
    if address:
        properties["og:url"] = address + app.builder.get_target_uri(pagename)
    names = {
        "twitter:card": "summary_large_image",
        "twitter:title": title,
        "twitter:description": said,
        "twitter:image": image,
        "twitter:image:alt": described,
    }
    tags = [meta(property=name, content=value) for name, value in properties.items()]
    return tags + [meta(name=name, content=value) for name, value in names.items()]


def fill(app, pagename, templatename, context, doctree):
    context.setdefault("metatags", "")
    said = description(app, pagename, context, doctree)
    lines = [meta(name="build", content=app.config.coldbook_build)]
    lines += [meta(name="theme-color", content=color, media=f"(prefers-color-scheme: {mode})") for mode, color in FRAME.items()]
    if said:
        if app.coldbook_said.setdefault(said, pagename) != pagename:
            logger.warning(
                "it says of itself what %s says: %r", app.coldbook_said[said], said, location=pagename, type="coldbook", subtype="heads"
            )
        lines.append(meta(name="description", content=said))
    if doctree is not None:
        lines += card(app, pagename, said)
    context["metatags"] = VIEWPORT.sub("", context["metatags"]) + "\n    " + "\n    ".join(lines)  # the theme gives the viewport already


def setup(app):
    app.coldbook_said = {}
    app.connect("html-page-context", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
