"""Folded code cells in a row become one fold: a long figure is drawn by several short cells, and the reader opens them together."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class JoinFolds(SphinxPostTransform):
    default_priority = 198  # MyST-NB folds at 199
    formats = ("html",)

    def run(self, **options):
        for cell in list(self.document.findall(folded)):
            following = cell.next_node(descend=False, siblings=True)
            if following is not None and folded(following) and len(cell) == 1:  # it shows nothing but its code
                following[0][:0] = cell[0].children
                cell.parent.remove(cell)


def folded(node):
    """Whether a node is a code cell whose input is folded: all of it, if there is nothing else."""
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
