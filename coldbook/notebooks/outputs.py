"""Remove outputs from the notebooks, but keep a figure's caption and the number of the claim that a cell settles."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coldbook.reference.claims import notes_of


class TakeOutputs(SphinxPostTransform):
    default_priority = 3  # before MyST-NB selects MIME types, of which it knows none for this builder
    builders = ("notebooks",)

    def run(self, **kwargs):
        for output in list(self.document.findall(is_output)):
            cell = output.parent
            cell.remove(output)
            kept = [nodes.rubric("", note["id"], ids=[f"claim-{note['id'].lower()}"]) for _, note in notes_of(output)]
            for figure in output.findall(nodes.figure):
                figure[:] = [part for part in figure if isinstance(part, nodes.caption | nodes.legend)]
                kept.append(figure)
            # Above the cell: a link to the figure leads to its caption, with the figure below.
            index = cell.parent.index(cell)
            cell.parent[index:index] = kept


def is_output(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code_output"
