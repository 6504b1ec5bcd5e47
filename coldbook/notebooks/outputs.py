"""A notebook is taken away without outputs. What a page says beside them stays: a figure's caption, and which claim a cell settles."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coldbook.reference.claims import notes_of


class TakeOutputs(SphinxPostTransform):
    default_priority = 3  # before MyST-NB chooses among the outputs' MIME types: it knows of none for this builder
    builders = ("notebooks",)

    def run(self, **kwargs):
        for output in list(self.document.findall(is_output)):
            cell = output.parent
            cell.remove(output)
            said = [nodes.rubric("", note["id"], ids=[f"claim-{note['id'].lower()}"]) for _, note in notes_of(output)]
            for figure in output.findall(nodes.figure):
                figure[:] = [part for part in figure if isinstance(part, nodes.caption | nodes.legend)]
                said.append(figure)
            # Above the cell: who follows a link to the figure sees its caption, and below it the figure.
            place = cell.parent.index(cell)
            cell.parent[place:place] = said


def is_output(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code_output"
