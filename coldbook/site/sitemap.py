"""`sitemap.xml` and `robots.txt`, if the book has a public address.

A page's date is that of the last commit that changed its source. (sphinx-sitemap takes it from sphinx-last-updated-by-git, whose warning
in a shallow clone would have to be suppressed.)
"""

from pathlib import Path
from xml.etree import ElementTree

from coldbook.build.edition import git

SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


def changed(app, page):
    edition = app.coldbook_edition
    committed = git(app.srcdir, "log", "-1", "--format=%cI", "--", app.env.doc2path(page)) if edition.known else None
    return committed or edition.built.isoformat()


def write(app, exception):
    if exception or app.builder.format != "html":
        return
    out, address = Path(app.outdir), app.config.html_baseurl
    if not address:
        for file in ("sitemap.xml", "robots.txt"):
            (out / file).unlink(missing_ok=True)  # left by an earlier build with an address
        return
    root = ElementTree.Element("urlset", xmlns=SCHEMA)
    for page in sorted(app.env.found_docs):
        entry = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(entry, "loc").text = address + app.builder.get_target_uri(page)
        ElementTree.SubElement(entry, "lastmod").text = changed(app, page)
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(out / "sitemap.xml", encoding="utf-8", xml_declaration=True)
    (out / "robots.txt").write_text(f"User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n", encoding="utf-8")


def setup(app):
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
