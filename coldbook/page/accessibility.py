"""Small faults in other people's HTML that a screen reader stumbles over, mended where they are made."""

MENDED = {
    # The list of references is an ARIA list without list items, and its role is deprecated: plain HTML says it better.
    '<div role="list" class="citation-list">': '<div class="citation-list">',
    ' role="doc-biblioentry"': "",
    # Every exercise and every solution gets the same id.
    ' id="exercise-content"': "",
    ' id="solution-content"': "",
    # What opens a hidden cell is named otherwise than it reads: the visible words do it.
    '<summary aria-label="Toggle hidden content">': "<summary>",
}


def mend(app, pagename, templatename, context, doctree):
    body = context.get("body", "")
    for wrong, right in MENDED.items():
        body = body.replace(wrong, right)
    context["body"] = body


def setup(app):
    app.connect("html-page-context", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
