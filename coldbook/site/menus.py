"""The menus at a page's title: run the page as a notebook, or take it away.

They replace the theme's own (address.py switches its launch buttons off), which would open the page's source as text, and copy
notebooks that nobody links to.
"""

from urllib.parse import quote, urlsplit

from coldbook.notebooks import has_kernel, name_of

BRANCH = "main"
# The theme's template takes no class for a menu's entry, but makes one of its label.
NEEDS_SERVER = " needs-server"


def link(url, text, tooltip, icon, label):
    return {"type": "link", "url": url, "text": text, "tooltip": tooltip, "icon": f"fas fa-{icon}", "label": label}


def group(label, tooltip, icon, buttons):
    return {"type": "group", "tooltip": tooltip, "icon": f"fas fa-{icon}", "buttons": buttons, "label": label}


def binder(address, branch, notebook):
    """Where Binder opens a notebook of a repository; its `postBuild` puts the notebooks into the folder `notebooks`.

    >>> binder("https://github.com/owner/name", "main", "stirling.ipynb")
    'https://mybinder.org/v2/gh/owner/name/main?urlpath=lab/tree/notebooks/stirling.ipynb'
    """
    parts = urlsplit(address)
    place = parts.path.strip("/")
    where = {"github.com": f"gh/{place}", "gitlab.com": f"gl/{quote(place, safe='')}"}.get(parts.netloc, f"git/{quote(address, safe='')}")
    return f"https://mybinder.org/v2/{where}/{quote(branch, safe='')}?urlpath=lab/tree/notebooks/{notebook}"


def launches(app, pathto, notebook):
    options = app.config.html_theme_options
    if address := (options.get("repository_url") or "").rstrip("/"):
        where = binder(address, options.get("repository_branch") or BRANCH, notebook)
        says = "This page in JupyterLab on mybinder.org. Nothing to install; starting takes minutes"
        yield link(where, "Binder", says, "cloud", "launch-binder")
    if app.config.coldbook_whole:
        where = f"{pathto('lite/lab/index.html', 1)}?path={notebook}"
        says = "This page in JupyterLite. Nothing to install; the first start loads Python"
        yield link(where, "In this browser", says, "laptop-code", f"launch-lite{NEEDS_SERVER}")


def downloads(app, pathto, context, notebook):
    if notebook:
        where = pathto(f"notebooks/{notebook}", 1)
        yield link(where, "Notebook (.ipynb)", "This page as a notebook, to run elsewhere", "file-code", "download-notebook-button")
    where = pathto("notebooks.zip", 1)
    yield link(where, "All notebooks (.zip)", "With the package that they need", "box-archive", "download-notebooks")
    where = f"{pathto('_sources', 1)}/{context['sourcename']}"
    yield link(where, f"Source ({context['page_source_suffix']})", "The text of this page", "file-lines", "download-source-button")
    says = "Print this page, or save it as PDF"
    yield {
        "type": "javascript",
        "javascript": "window.print()",
        "text": "Print this page",
        "tooltip": says,
        "icon": "fas fa-print",
        "label": "print",
    }
    if app.config.coldbook_whole:
        yield link(pathto("book.pdf", 1), "Whole book (.pdf)", "All pages, for paper", "file-pdf", "download-book-pdf")
        says = "All pages, to read from a folder without a network"
        yield link(pathto("book.zip", 1), "Whole book (.zip)", says, "file-zipper", f"download-book-zip{NEEDS_SERVER}")


def menus(app, pagename, templatename, context, doctree):
    if pagename not in app.env.found_docs or not context.get("page_source_suffix"):
        return
    pathto, buttons = context["pathto"], context["header_buttons"]
    notebook = name_of(pagename) if has_kernel(app.env, pagename) else None
    run = list(launches(app, pathto, notebook)) if notebook else []
    if run:
        # In a book that was opened from a folder the whole menu goes with its last entry.
        alone = NEEDS_SERVER if all(button["label"].endswith(NEEDS_SERVER) for button in run) else ""
        run = [group(f"launch-buttons{alone}", "Run this page", "rocket", run)]
    taken = group("download-buttons", "Download or print", "download", list(downloads(app, pathto, context, notebook)))
    buttons[:] = run + [taken if button.get("label") == "download-buttons" else button for button in buttons]


def setup(app):
    app.connect("html-page-context", menus, priority=502)  # right after the theme's
    return {"parallel_read_safe": True, "parallel_write_safe": True}
