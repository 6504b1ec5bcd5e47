"""The page on which a tool of chapterkit is tried alone."""

# Around the tool, what a page of the book has.
PAPER = """body { font-family: sans-serif; max-width: 46rem; margin: 1em auto; padding: 0 12px; }
html { --pst-color-background: #fff; background: #fff; color: #323232; }
html[data-theme="dark"] { --pst-color-background: #121212; background: #121212; color: #ced6dd; }"""


def on_paper(html):
    """The tool's own page, with the colours and the margins of the book."""
    return html.replace("<style>", f"<style>{PAPER}", 1)
