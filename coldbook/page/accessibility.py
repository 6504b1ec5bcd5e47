"""Fix small faults in the HTML of other extensions that get in the way of screen readers."""

FIXES = {
    # The list of references is an ARIA list without list items, and its entries have a deprecated role.
    '<div role="list" class="citation-list">': '<div class="citation-list">',
    ' role="doc-biblioentry"': "",
    # Every exercise and every solution has the same id.
    ' id="exercise-content"': "",
    ' id="solution-content"': "",
    # The accessible name of the button that opens a hidden cell differs from its visible text, which is enough.
    '<summary aria-label="Toggle hidden content">': "<summary>",
}


def fix(app, pagename, templatename, context, doctree):
    body = context.get("body", "")
    for wrong, right in FIXES.items():
        body = body.replace(wrong, right)
    context["body"] = body


def setup(app):
    app.connect("html-page-context", fix)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
