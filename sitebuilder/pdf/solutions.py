"""Move solutions and answers from the chapters to a chapter of their own: paper has nothing to unfold."""

from copy import copy

from bs4 import BeautifulSoup


def make(html):
    return BeautifulSoup(html, "html.parser").find(True)


def pointer(text, name):
    return make(f'<p class="answered"><a href="#{name}">{text} on page <span class="at">000</span></a></p>')


def take_question(form, number, home):
    """Turn a self-check into a printed question, and return its answer."""
    name, answer = f"{home}--question-{number}", form.select_one(".quiz-right").decode_contents()
    label = f'<strong class="quiz-label">Question {number}.</strong> '
    text = form.legend.decode_contents()
    rows = "".join(f"<li>{choice.span.decode_contents()}</li>" for choice in form.select(".quiz-choice"))
    question = make(f'<div class="quiz-question" id="{name}"><p>{label}{text}</p>{f"<ul>{rows}</ul>" if rows else ""}</div>')
    question.append(pointer("Answer", f"{name}-answer"))
    form.replace_with(question)
    return make(f'<span class="quiz-said" id="{name}-answer"><a href="#{name}">Question {number}:</a> {answer}</span>')


def take_solution(details):
    """Replace a solution by a reference to it; return the solution, with a link back."""
    exercise = details.find_previous(class_="exercise")
    summary = details.summary
    title = summary.get_text().strip()
    back = f'<a href="#{exercise["id"]}">{title}</a>' if exercise else title
    reference = pointer("Solution", details["id"])
    if exercise:
        exercise.append(reference)
        details.extract()
    else:
        details.replace_with(reference)
    solution = make(f'<section class="solution" id="{details["id"]}"><h3 class="level-3">{back}</h3></section>')
    summary.decompose()
    for child in list(details.children):
        solution.append(child.extract())
    return solution


def gathered(pages, name):
    """An article with all solutions and answers by chapter, or None if there are none."""
    article = make('<article><h1 class="page-title">Solutions and answers</h1></article>')
    for page in pages:
        solutions = [take_solution(details) for details in page.article.select("details.solution")]
        answers = [take_question(form, k, page.name) for k, form in enumerate(page.article.select("form.quiz-question"), 1)]
        if not solutions and not answers:
            continue
        title = copy(page.article.find(class_="page-title"))
        section = make(f'<section id="{name}--{page.name}"><h2 class="level-2">{title.decode_contents()}</h2></section>')
        for solution in solutions:
            section.append(solution)
        if answers:
            section.append(make('<p class="quiz-answers"></p>'))
            for answer in answers:
                section.contents[-1].extend([answer, " "])
        article.append(section)
    return article if article.section else None
