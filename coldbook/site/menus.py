"""The menus beside a page's title: run the page as a notebook, or download it.

They replace the theme's launch buttons (switched off in address.py), which open a page's source as text.
"""

from urllib.parse import quote, urlsplit

from coldbook.notebooks import name_of
from coldbook.page_order import has_kernel

BRANCH = "main"
# A class: the theme's template takes none for an entry, but makes one of its label.
NEEDS_SERVER = " needs-server"


def link(url, text, tooltip, icon, label):
    return {"type": "link", "url": url, "text": text, "tooltip": tooltip, "icon": f"fas fa-{icon}", "label": label}


def group(label, tooltip, icon, buttons):
    return {"type": "group", "tooltip": tooltip, "icon": f"fas fa-{icon}", "buttons": buttons, "label": label}


def binder(address, branch, notebook):
    """The address at which Binder opens a notebook; `postBuild` puts the notebooks into the folder `notebooks`.

    >>> binder("https://github.com/owner/name", "main", "stirling.ipynb")
    'https://mybinder.org/v2/gh/owner/name/main?urlpath=lab/tree/notebooks/stirling.ipynb'
    """
    parts = urlsplit(address)
    path = parts.path.strip("/")
    provider = {"github.com": f"gh/{path}", "gitlab.com": f"gl/{quote(path, safe='')}"}.get(parts.netloc, f"git/{quote(address, safe='')}")
    return f"https://mybinder.org/v2/{provider}/{quote(branch, safe='')}?urlpath=lab/tree/notebooks/{notebook}"


def launches(app, pathto, notebook):
    options = app.config.html_theme_options
    if address := (options.get("repository_url") or "").rstrip("/"):
        url = binder(address, options.get("repository_branch") or BRANCH, notebook)
        tooltip = "This page in JupyterLab on mybinder.org. Nothing to install; starting takes minutes"
        yield link(url, "Binder", tooltip, "cloud", "launch-binder")
    if app.config.coldbook_whole:
        url = f"{pathto('lite/lab/index.html', 1)}?path={notebook}"
        tooltip = "This page in JupyterLite. Nothing to install; the first start loads Python"
        yield link(url, "In this browser", tooltip, "laptop-code", f"launch-lite{NEEDS_SERVER}")


def downloads(app, pathto, context, notebook):
    if notebook:
        yield link(
            pathto(f"notebooks/{notebook}", 1),
            "Notebook (.ipynb)",
            "This page as a notebook, to run elsewhere",
            "file-code",
            "download-notebook-button",
        )
    yield link(pathto("notebooks.zip", 1), "All notebooks (.zip)", "With the packages that they need", "box-archive", "download-notebooks")
    url = f"{pathto('_sources', 1)}/{context['sourcename']}"
    yield link(url, f"Source ({context['page_source_suffix']})", "The text of this page", "file-lines", "download-source-button")
    yield {
        "type": "javascript",
        "javascript": "window.print()",
        "text": "Print this page",
        "tooltip": "Print this page, or save it as PDF",
        "icon": "fas fa-print",
        "label": "print",
    }
    if app.config.coldbook_whole:
        yield link(pathto("book.pdf", 1), "Whole book (.pdf)", "All pages, for paper", "file-pdf", "download-book-pdf")
        tooltip = "All pages, to read from a folder without a network"
        yield link(pathto("book.zip", 1), "Whole book (.zip)", tooltip, "file-zipper", f"download-book-zip{NEEDS_SERVER}")


def menus(app, pagename, templatename, context, doctree):
    if pagename not in app.env.found_docs or not context.get("page_source_suffix"):
        return
    pathto, buttons = context["pathto"], context["header_buttons"]
    notebook = name_of(pagename) if has_kernel(app.env, pagename) else None
    run = list(launches(app, pathto, notebook)) if notebook else []
    if run:
        # If all entries need a server, the whole menu is hidden in a book opened from a folder.
        needs_server = NEEDS_SERVER if all(button["label"].endswith(NEEDS_SERVER) for button in run) else ""
        run = [group(f"launch-buttons{needs_server}", "Run this page", "rocket", run)]
    download = group("download-buttons", "Download or print", "download", list(downloads(app, pathto, context, notebook)))
    buttons[:] = run + [download if button.get("label") == "download-buttons" else button for button in buttons]


def setup(app):
    app.connect("html-page-context", menus, priority=502)  # after the theme's handler
    return {"parallel_read_safe": True, "parallel_write_safe": True}
