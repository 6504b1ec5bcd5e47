"""The pages of the book that is built: their order, and which of them are notebooks."""


def in_order(env):
    """All pages, in reading order."""
    pages, waiting = [], [env.config.root_doc]
    while waiting:
        page = waiting.pop(0)
        pages.append(page)
        waiting = env.toctree_includes.get(page, []) + waiting
    return pages


def has_kernel(env, page):
    """Whether a page is a notebook. `sitebuilder.contents.notebooks` knows it from the sources, before a build and after it."""
    return "kernelspec" in env.metadata.get(page, {})
