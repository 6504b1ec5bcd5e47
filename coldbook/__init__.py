"""The book's Sphinx extension: what Sphinx, MyST-NB and the theme do not do by themselves, one module per job.

page/       the HTML of a page and the files that it loads
reference/  pages and links that are made from code and data: docstrings, symbols, sources, claims, measurements
site/       address, link previews, citation, menus, search, redirects
notebooks/  the builder of the notebooks to download
build/      the edition that is built, and what makes a build run again or stop
"""

MODULES = (  # in this order: of two handlers of one event, the first that is connected runs first
    *("site.address", "build.execution_cache", "page.mathematics", "page.dropdowns", "page.quizzes", "page.live_figures"),
    *(
        "page.tools",
        "page.folded_cells",
        "page.deeper",
        "page.folded_code",
        "reference.claims",
        "reference.cards",
        "page.reading_time",
    ),
    *("page.accessibility", "page.assets", "page.minus_signs"),
    *("reference.docstrings", "reference.notation"),
    *("reference.used_in", "page.code_spans", "reference.code_links", "reference.cited_in", "reference.measurements"),
    *("build.toc_check", "build.link_check", "notebooks", "site.menus", "build.edition", "reference.wcag"),
    *("site.preview_images", "site.meta_tags", "site.sitemap", "site.not_found", "site.redirects", "site.citation"),
    *("site.report", "page.unbroken", "page.figure_steps", "site.search", "page.content_security"),
)


def setup(app):
    app.add_config_value("comments_config", {}, "")  # Jupyter Book sets it for an extension that is not loaded here
    app.setup_extension("livefigure.sphinx")
    for module in MODULES:
        app.setup_extension(f"coldbook.{module}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
