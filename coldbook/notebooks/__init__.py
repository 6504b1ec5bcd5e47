"""The book as notebooks to download: the Sphinx builder `notebooks` writes one .ipynb for each page that has a kernel.

`jupyter-book build . --builder custom --custom-builder notebooks` makes them from the same resolved pages as the HTML. The text becomes
plain Markdown, which JupyterLab and Colab both show; code cells are those of the source, without outputs.
A node that `markdown.py` cannot write is a warning, so that nothing is lost silently.
"""

from pathlib import Path
from typing import ClassVar
from urllib.parse import urldefrag

import nbformat
from docutils import nodes
from sphinx.builders import Builder
from sphinx.util.display import status_iterator

from coldbook.notebooks.cells import notebook
from coldbook.notebooks.markdown import MarkdownTranslator
from coldbook.notebooks.outputs import TakeOutputs
from coldbook.page_order import has_kernel

NOWHERE = "nowhere:"  # a page that is not a notebook, in a book without an address


def name_of(page):
    """chapters/stirling -> stirling.ipynb: all notebooks are in one folder."""
    return f"{page.rpartition('/')[2]}.ipynb"


class Notebooks(Builder):
    name = "notebooks"
    format = "ipynb"
    epilog = "The notebooks are in %(outdir)s."
    allow_parallel = False  # all pages are read before the first is written
    supported_image_types: ClassVar = ["image/png", "image/jpeg", "image/gif", "image/svg+xml"]
    default_translator_class = MarkdownTranslator

    def pages(self):
        return sorted(page for page in self.env.found_docs if has_kernel(self.env, page))

    def get_outdated_docs(self):
        return self.pages()

    def get_target_uri(self, docname, typ=None):
        if has_kernel(self.env, docname):
            return name_of(docname)
        base = self.config.html_baseurl
        return f"{base.rstrip('/')}/{docname}.html" if base else NOWHERE

    def get_relative_uri(self, from_, to, typ=None):
        return "" if from_ == to else self.get_target_uri(to, typ)

    def write(self, build_docnames, updated_docnames, method="update"):
        trees = {}
        for page in status_iterator(self.pages(), "resolving pages... ", "darkgreen", len(self.pages())):
            self.current_docname = page
            trees[page] = self.env.get_and_resolve_doctree(page, self)
        self.wanted = {page: set() for page in trees}
        self.titles = {page: tree.next_node(nodes.section)["ids"] for page, tree in trees.items()}
        for page, tree in trees.items():
            self.note_targets(page, tree)
        for page, tree in trees.items():
            self.write_doc(page, tree)

    def note_targets(self, page, tree):
        """Collect the targets of links, which get anchors. A page's title gets none: the link opens the notebook."""
        pages = {name_of(each): each for each in self.wanted}
        for link in list(tree.findall(nodes.reference)):
            file, fragment = urldefrag(link.get("refuri", f"#{link.get('refid', '')}"))
            target = pages.get(file, None if file else page)
            if target and fragment in self.titles[target]:
                link.replace_self(nodes.reference("", "", *link.children, refuri=file) if file else link.children)
            elif target:
                self.wanted[target].add(fragment)

    def write_doc(self, docname, doctree):
        self.current_docname = docname
        self.secnumbers = self.env.toc_secnumbers.get(docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        translator = self.create_translator(doctree, self)
        doctree.walkabout(translator)
        content = notebook(self, docname, translator.cells)
        nbformat.validate(content)
        # Not nbformat.write, which writes other line ends on Windows.
        text = nbformat.writes(content, ensure_ascii=False) + "\n"
        Path(self.outdir, name_of(docname)).write_text(text, encoding="utf-8", newline="\n")

    def finish(self):
        pass


def setup(app):
    app.add_builder(Notebooks)
    app.add_post_transform(TakeOutputs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
