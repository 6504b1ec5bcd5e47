"""The order of the pages in the book."""


def in_order(env):
    """All pages, in reading order."""
    pages, waiting = [], [env.config.root_doc]
    while waiting:
        page = waiting.pop(0)
        pages.append(page)
        waiting = env.toctree_includes.get(page, []) + waiting
    return pages
