"""The meta tags of a page, for search engines, link previews and the check before publishing: the theme has none of them.

Sphinx makes canonical links from `html_baseurl`. Here are the description, the tags of Open Graph and Twitter cards, the build, and the
colours of the browser's frame. A page can set its own description in its front matter (`html_meta: description`).
sphinxext-opengraph cuts descriptions in the middle of a sentence, and its cards do not show the page's figure.
"""

import re
from html import escape

from sphinx.util import logging

from coldbook.site.descriptions import LEAST, MOST, opening
from coldbook.site.preview_images import HEIGHT, WIDTH, alt, path

logger = logging.getLogger(__name__)

OWN_DESCRIPTION = re.compile(r'<meta\b[^>]*\bname="description"[^>]*>')
CONTENT = re.compile(r'\bcontent="([^"]*)"')
VIEWPORT = re.compile(r'<meta\b[^>]*\bname="viewport"[^>]*>\s*')
# Tags that a redirect copies from its target.
SHARED = re.compile(r'^\s*<meta (?:name="(?:description|twitter:[^"]*)"|property="og:[^"]*") .*>$', re.M)
LOCALES = {"en": "en_GB"}
FRAME = {"light": "#ffffff", "dark": "#121212"}  # the background of pages


def meta(**attributes):
    return "<meta " + " ".join(f'{name}="{escape(str(value))}"' for name, value in attributes.items()) + ">"


def description(app, pagename, context, doctree):
    """The page's description in plain text; empty for pages that are not part of the book."""
    if tag := OWN_DESCRIPTION.search(context["metatags"]):
        context["metatags"] = context["metatags"].replace(tag[0], "")
        return CONTENT.search(tag[0])[1]
    if pagename == "search":
        return f"Search all pages of {app.config.html_title}: chapters, formulas, exercises, claims, symbols and the package's reference."
    if doctree is None:
        return ""
    text = opening(doctree)
    if not LEAST <= len(text) <= MOST:
        logger.warning(
            "the beginning of the page gives no description of %d to %d characters, only %r; "
            "write one in its front matter: myst: {html_meta: {description: ...}}",
            LEAST, MOST, text, location=pagename, type="coldbook", subtype="meta",
        )  # fmt: skip
    return text


def card(app, pagename, text):
    """The tags for link previews."""
    config = app.config
    address, first = config.html_baseurl, pagename == config.root_doc
    title = config.html_title if first else app.env.titles[pagename].astext()
    image = address + path(pagename) if address else "../" * pagename.count("/") + path(pagename)
    image_alt = alt(app, pagename)
    properties = {
        "og:type": "website" if first else "article",
        "og:title": title,
        "og:description": text,
        "og:site_name": config.html_title,
        "og:locale": LOCALES.get(config.language, config.language),
        "og:image": image,
        "og:image:type": "image/png",
        "og:image:width": WIDTH,
        "og:image:height": HEIGHT,
        "og:image:alt": image_alt,
    }
    if address:
        properties["og:url"] = address + app.builder.get_target_uri(pagename)
    names = {
        "twitter:card": "summary_large_image",
        "twitter:title": title,
        "twitter:description": text,
        "twitter:image": image,
        "twitter:image:alt": image_alt,
    }
    tags = [meta(property=name, content=value) for name, value in properties.items()]
    return tags + [meta(name=name, content=value) for name, value in names.items()]


def fill(app, pagename, templatename, context, doctree):
    context.setdefault("metatags", "")
    text = description(app, pagename, context, doctree)
    lines = [meta(name="build", content=app.config.coldbook_build)]
    lines += [meta(name="theme-color", content=color, media=f"(prefers-color-scheme: {mode})") for mode, color in FRAME.items()]
    if text:
        if (other := app.coldbook_descriptions.setdefault(text, pagename)) != pagename:
            logger.warning("its description is that of %s: %r", other, text, location=pagename, type="coldbook", subtype="meta")
        lines.append(meta(name="description", content=text))
    if doctree is not None:
        lines += card(app, pagename, text)
    context["metatags"] = VIEWPORT.sub("", context["metatags"]) + "\n    " + "\n    ".join(lines)  # the theme gives the viewport already


def setup(app):
    app.coldbook_descriptions = {}
    app.connect("html-page-context", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
