"""Join adjacent folded code cells into one fold: a long figure is drawn by several short cells, and readers open them together."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class JoinFolds(SphinxPostTransform):
    default_priority = 198  # MyST-NB folds at 199
    formats = ("html",)

    def run(self, **options):
        for cell in list(self.document.findall(folded)):
            following = cell.next_node(descend=False, siblings=True)
            if following is not None and folded(following) and len(cell) == 1:  # it has no output
                following[0][:0] = cell[0].children
                cell.parent.remove(cell)


def folded(node):
    """Whether a node is a code cell with folded input; with everything folded only if there is no output."""
    return (
        isinstance(node, nodes.container)
        and node.get("nb_element") == "cell_code"
        and len(node) > 0
        and node[0].get("nb_element") == "cell_code_source"
        and (node.get("hide_mode") == "input" or (node.get("hide_mode") == "all" and len(node) == 1))
    )


def setup(app):
    app.add_post_transform(JoinFolds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
