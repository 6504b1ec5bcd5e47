r"""Self-checks on the static page.

In a kernel, `jupyterquiz` shows its own widget. On a page that widget would repeat its script with every quiz, load mathematics from
another host, leave inputs unlabelled and accept answers only by the Enter key. So the questions are taken from the executed cell and
written as a plain form: labels, a Check button, feedback that a screen reader announces, mathematics rendered at build time. The few lines that
compare an answer are in `_static/quiz.js`.
"""

import json
import random
import re
from html import escape

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from coldbook.page.mathematics import mathml

logger = logging.getLogger(__name__)

CONTAINER = re.compile(r'<div id="(\w+)" data-shufflequestions=.*?data-shuffleanswers="(\w+)"', re.S)
QUESTIONS = re.compile(r"var questions\w+=(.*);\s*if \(typeof Question", re.S)


def rich(text):
    """Render the Markdown that jupyterquiz supports: $mathematics$ and [links](address). The rest is HTML."""
    text = re.sub(r"\$\$?(.+?)\$\$?", lambda match: mathml(match[1]), text)
    return re.sub(r"\[([^]]+)\]\(([^)]+)\)", r'<a href="\2">\1</a>', text)


def attribute(value):
    return escape(json.dumps(value, ensure_ascii=False), quote=True)


def feedback(answer, otherwise):
    return rich(answer.get("feedback", otherwise))


def typed(question, name):
    """A question answered by typing a number or a word."""
    kind = question["type"]
    rules, default = [], "Not yet. Try again."
    for answer in question["answers"]:
        if answer.get("type") == "default":
            default = answer["feedback"]
            continue
        rule = {key: answer[key] for key in ("value", "range", "answer", "match_case") if key in answer}
        right = bool(answer.get("correct"))
        rules.append(rule | {"correct": right, "feedback": feedback(answer, "Correct." if right else "Not yet. Try again.")})
    checks = {"precision": question.get("precision"), "answers": rules, "default": rich(default)}
    mode = ' inputmode="decimal"' if kind == "numeric" else ""
    return (
        f'<form class="quiz-question" data-kind="{kind}" data-checks="{attribute(checks)}">'
        f'<p id="{name}">{rich(question["question"])}</p>'
        f'<p class="quiz-answer"><label for="{name}-answer">Your answer</label> '
        f'<input id="{name}-answer" type="text" autocomplete="off"{mode} aria-describedby="{name}"> '
    )


def chosen(question, name, shuffled):
    """A multiple-choice question: one answer, or all correct ones."""
    answers = list(question["answers"])
    if shuffled:  # in the same order in every build
        random.Random(question["question"]).shuffle(answers)
    many = sum(bool(answer["correct"]) for answer in answers) > 1
    rows = []
    for number, answer in enumerate(answers):
        right = bool(answer["correct"])
        check = {"correct": right, "feedback": feedback(answer, "Correct." if right else "Not yet. Try again.")}
        rows.append(
            f'<label class="quiz-choice"><input type="{"checkbox" if many else "radio"}" name="{name}" value="{number}" '
            f'data-checks="{attribute(check)}"> <span>{rich(answer["answer"])}</span></label>'
        )
    return (
        f'<form class="quiz-question" data-kind="{"many" if many else "one"}"><fieldset><legend>{rich(question["question"])}</legend>'
        f'{"".join(rows)}</fieldset><p class="quiz-answer">'
    )


def form(question, name, shuffled):
    unknown = set(question) - {"question", "type", "answers", "precision", "answer_cols"}
    if unknown or question["type"] not in ("numeric", "string", "multiple_choice", "many_choice"):
        raise ValueError(f"a page cannot show a quiz with {sorted(unknown) or question['type']}")
    start = chosen(question, name, shuffled) if question["type"].endswith("choice") else typed(question, name)
    return start + '<button type="submit">Check</button></p><p class="quiz-feedback" role="status"></p></form>'


class Quizzes(SphinxPostTransform):
    default_priority = 20  # after MyST-NB has selected one MIME type for each output
    formats = ("html",)

    def run(self, **kwargs):
        container, count = None, 0
        for node in list(self.document.findall(nodes.raw)):
            text = node.astext()
            if "show_questions" not in text:
                match = CONTAINER.search(text)
                container = (node, match[2] == "True") if match else container
                continue
            try:
                holder, shuffled = container
                forms = []
                for question in json.loads(QUESTIONS.search(text)[1]):
                    count += 1
                    forms.append(form(question, f"quiz-{count}", shuffled))
            except (ValueError, TypeError, KeyError) as error:
                logger.warning("quiz: %s", error, location=node, type="coldbook", subtype="quiz")
                continue
            holder.replace_self(nodes.raw("", f'<div class="quiz">{"".join(forms)}</div>', format="html"))
            node.parent.remove(node)
            container = None


def setup(app):
    app.add_post_transform(Quizzes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
