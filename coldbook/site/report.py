"""A link on each page with which readers report a fault in it: a new issue at the repository that already names the page and the build.

It is a plain link, so nothing is sent or counted before a reader follows it. Like the other links to the repository it follows from
`repository: url:` in `_config.yml`; while that is empty, or on a host whose form for issues is not known, there is none.
"""

from urllib.parse import urlencode

from coldbook.site.address import repository

FORMS = {  # host -> the form for a new issue: its path, and the names of its fields
    "github": ("issues/new", "title", "body"),
    "gitlab": ("-/issues/new", "issue[title]", "issue[description]"),
}


def link(address, page, title, edition):
    """The address of the form, or an empty string.

    >>> link("https://github.com/owner/name", "chapters/a", "A page", "commit 0123456")
    'https://github.com/owner/name/issues/new?title=Fault+on+%22A+page%22&body=Page%3A+chapters%2Fa%2C+commit+0123456%0A%0A'
    """
    host = repository(address)[0] if address else ""
    for kind, (form, subject, text) in FORMS.items():
        if kind in host:
            fields = {subject: f'Fault on "{title}"', text: f"Page: {page}, {edition}\n\n"}
            return f"{address}/{form}?{urlencode(fields)}"
    return ""


def footer(app, pagename, templatename, context, doctree):
    address, edition = app.config.html_theme_options.get("repository_url", ""), app.coldbook_edition
    title = app.env.titles[pagename].astext() if pagename in app.env.titles else pagename
    built = f"commit {edition.short}" if edition.known else f"version {edition.citation.version}"
    context["coldbook_report"] = link(address, pagename, title, built)


def setup(app):
    app.connect("html-page-context", footer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
