"""Runs the STACK questions of a bank in Debian's Maxima: question variables, feedback variables and trees as the file has them.

What STACK itself adds is written here from its documentation: `rand`, `stack_seed`, and the answer tests NumRelative and AlgEquiv.
With the folder ``stack/maxima`` of STACK's sources in the environment variable STACK_MAXIMA, its own answer tests judge instead.
"""

import html
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import pytest

needs_maxima = pytest.mark.skipif(
    shutil.which("maxima") is None, reason="needs Maxima, which computes for STACK; on Debian: apt install maxima"
)

DICE = """
rand(n) := block([at], at: first(bank_dice), bank_dice: rest(bank_dice), if listp(n) then n[at+1] else at)$
display2d: false$ assume_pos: true$ fpprintprec: 16$ linel: 100000$
"""
DOCUMENTED = """
NumRelative(sa, ta, tol) := block([s: float(sa), t: float(ta)],
  numberp(s) and numberp(t) and is(abs(s-t) <= abs(t*tol*(1+1.0e-9))))$
AlgEquiv(sa, ta) := if member(sa, [true, false]) or member(ta, [true, false]) then is(sa = ta)
  else is(radcan(sa-ta) = 0) or is(fullratsimp(sa-ta) = 0)$
"""
OF_STACK = """
NumRelative(sa, ta, tol) := second(ATNumRelative(sa, ta, tol))$
AlgEquiv(sa, ta) := second(ATAlgEquiv(sa, ta))$
"""


def _prelude() -> str:
    if not (folder := os.environ.get("STACK_MAXIMA")):
        return DOCUMENTED + DICE
    found = "".join(
        f'file_search_{kind}: append(["{folder}/###.{{{ends}}}"], file_search_{kind})$\n'
        for kind, ends in (("maxima", "mac,mc"), ("lisp", "lisp"))
    )
    setup = re.search(
        r"^STACK_SETUP.*?true\)\$", (Path(folder) / "stacklocallinux.mac").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )[0]
    return f'{found}{setup}\nload("stackmaxima.mac")${OF_STACK}{DICE}'


@dataclass(frozen=True)
class Node:
    test: str
    credit: float
    feedback: str


@dataclass(frozen=True)
class Prt:
    variables: str
    nodes: tuple[Node, ...]
    otherwise: str


@dataclass
class StackQuestion:
    """A STACK question as Moodle reads it from the file."""

    element: ElementTree.Element
    prts: list[Prt] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.variables = self.text("questionvariables")
        for prt in self.element.iter("prt"):
            nodes = prt.findall("node")
            assert [int(node.findtext("falsenextnode")) for node in nodes] == [*range(1, len(nodes)), -1]
            assert {node.findtext("truenextnode") for node in nodes} == {"-1"}
            self.prts.append(Prt(prt.findtext("feedbackvariables/text"), tuple(map(_node, nodes)), _plain(nodes[-1], "falsefeedback")))

    def text(self, tag: str) -> str:
        return self.element.findtext(f"{tag}/text") or ""


def _plain(node: ElementTree.Element, tag: str) -> str:
    return html.unescape(re.sub(r"^<p><code>\w+</code>: |</p>$", "", node.findtext(f"{tag}/text")))


def _node(node: ElementTree.Element) -> Node:
    sides = [node.findtext("sans"), node.findtext("tans"), *([node.findtext("testoptions")] if node.findtext("testoptions") else [])]
    return Node(f"{node.findtext('answertest')}({', '.join(sides)})", float(node.findtext("truescore")), _plain(node, "truefeedback"))


@dataclass(frozen=True)
class Seed:
    """One variant: the seed, what `rand` gives one after the other, and the answers to try: (place of the answer, text)."""

    seed: int
    dice: list[int]
    answers: list[tuple[int, str]]


@dataclass(frozen=True)
class Verdict:
    credit: float
    feedback: str
    right: str  # what Maxima has for the right answer


def run(questions: list[tuple[StackQuestion, list[Seed]]]) -> list[list[list[Verdict]]]:
    """The verdicts on every answer of every seed of each question, from one Maxima process."""
    program = [_prelude()]
    for question, seeds in questions:
        program += [_tree(place, prt) for place, prt in enumerate(question.prts, 1)]
        for seed in seeds:
            program.append(f"kill(labels)$ stack_seed: {seed.seed}$ bank_dice: {seed.dice}$")
            program.append(re.sub(r";(?=\n|$)", "$", question.variables) + ("" if question.variables.endswith(";") else "$"))
            for place, text in seed.answers:
                program.append(
                    f'[bank_at_node, bank_says]: bank_tree{place}({text})$ print("VERDICT", bank_at_node, bank_says, "RIGHT", right{place})$'
                )
    with tempfile.TemporaryDirectory() as folder:
        (file := Path(folder) / "bank.mac").write_text("\n".join(program), encoding="utf-8")
        command = ["maxima", "--very-quiet", f'--batch-string=load("{file}")$']
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=900)
    lines = [line for line in done.stdout.replace("\\\n", "").splitlines() if line.startswith("VERDICT")]
    wanted = sum(len(seed.answers) for _, seeds in questions for seed in seeds)
    assert len(lines) == wanted, f"{len(lines)} of {wanted} verdicts; Maxima said: {done.stdout[-1500:]} {done.stderr[-500:]}"
    found = iter(lines)
    return [
        [[_verdict(question.prts[place - 1], next(found)) for place, _ in seed.answers] for seed in seeds] for question, seeds in questions
    ]


def _tree(place: int, prt: Prt) -> str:
    steps = [line.removesuffix(";") for line in re.split(r";\n|;$", prt.variables) if line]
    chain = " else ".join(f"if {node.test} then {at}" for at, node in enumerate(prt.nodes))
    says = f"if unit{place} > 0 then says{place}[unit{place}] else 0" if f"says{place}:" in prt.variables else "0"
    return f"bank_tree{place}(ans{place}) := ({', '.join(steps)}, [({chain} else {len(prt.nodes)}), {says}])$"


def _verdict(prt: Prt, line: str) -> Verdict:
    at, says, right = re.fullmatch(r"VERDICT (\d+) (.*) RIGHT (.*)", line.strip()).groups()
    if int(at) == len(prt.nodes):
        return Verdict(0, prt.otherwise, right)
    node = prt.nodes[int(at)]
    return Verdict(node.credit, says if node.feedback.startswith("{@") else node.feedback, right)
