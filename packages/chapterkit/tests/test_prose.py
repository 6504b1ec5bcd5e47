import math

import pytest
from chapterkit import prose, selfcheck


def test_say_keeps_plain_numbers_and_shows_them(monkeypatch, capsys):
    import numpy as np
    import sympy

    kept = {}
    monkeypatch.setattr(prose, "keep", lambda **things: kept.update(things))
    prose.say(power=np.float64(576.984126984), share=sympy.Rational(1, 3))
    assert kept == {"power": 576.984126984, "share": 1 / 3}
    assert all(type(value) is float for value in kept.values())
    assert capsys.readouterr().out == "power = 576.984\nshare = 0.333333\n"


def test_myst_nb_reads_what_is_kept_and_a_reader_sees_nothing(monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from myst_nb.ext.glue import extract_glue_data_cell
    from nbformat import v4

    InteractiveShell.instance()
    try:
        monkeypatch.setenv("LIVEFIGURE_STATIC", "1")
        with capture_output() as building:
            prose.keep(power=1.5)
        monkeypatch.delenv("LIVEFIGURE_STATIC")
        with capture_output() as reading:
            prose.keep(power=1.5)
    finally:
        InteractiveShell.clear_instance()
    cell = v4.new_code_cell(outputs=[v4.new_output("display_data", shown.data, metadata=shown.metadata) for shown in building.outputs])
    ((name, output),) = extract_glue_data_cell(cell)
    assert (name, output["data"]) == ("power", {"text/plain": "1.5"}) and cell.outputs == []
    assert reading.outputs == [] and reading.stdout == ""


@pytest.mark.parametrize("value", [math.nan, math.inf, "many", None, 1j])
def test_say_refuses_what_a_sentence_cannot_quote(value):
    with pytest.raises(ValueError, match="degrees must be a finite number"):
        prose.say(degrees=value)


def test_a_question_accepts_its_answer_within_the_tolerance_and_knows_the_mistakes():
    asked = selfcheck.question("How many?", 200.0, "Divide.", rtol=0.02, mistakes={100.0: "Half of it."})
    right, slip, close, rest = asked["answers"]
    assert right["correct"] and right["range"] == pytest.approx([196, 204])
    assert not slip["correct"] and slip["range"] == pytest.approx([98, 102]) and slip["feedback"] == "Half of it."
    assert (
        not close["correct"] and close["range"] == pytest.approx([188, 212]) and close["feedback"].startswith("Close, but not within 2 %")
    )
    assert rest == {"type": "default", "feedback": "Not right. Divide."}


def test_a_negative_answer_has_its_range_the_right_way_round():
    low, high = selfcheck.question("How many?", -10.0, "Mind the sign.")["answers"][0]["range"]
    assert low < -10 < high


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"answer": math.nan}, "answer must be finite"),
        ({"answer": 0.0}, "answer must be finite and not zero; got 0.0"),
        ({"answer": 5.0, "rtol": 0.7}, "rtol must lie between 0 and 0.5; got 0.7"),
        ({"answer": 5.0, "mistakes": {5.04: "Nearly."}}, "mistakes must be distinguishable from the answer 5.0; got 5.04"),
    ],
)
def test_a_question_that_cannot_be_judged_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        selfcheck.question("How many?", hint="Think.", **arguments)


def test_a_choice_has_one_right_answer_and_a_reason_for_each_wrong_one():
    asked = selfcheck.choice(
        "Warmer or colder?", "warmer", "It repels.", {"colder": "It would have to attract.", "neither": "It is not ideal."}
    )
    assert asked["type"] == "multiple_choice"
    assert [(answer["answer"], answer["correct"]) for answer in asked["answers"]] == [
        ("colder", False),
        ("neither", False),
        ("warmer", True),
    ]
    assert asked["answers"][0]["feedback"] == "It would have to attract."


@pytest.mark.parametrize(
    ("wrong", "message"), [({}, "at least one answer"), ({"yes": "No."}, "not the right one"), ({"no": " "}, "reason .* 'no'")]
)
def test_a_choice_without_a_wrong_answer_or_a_reason_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        selfcheck.choice("Is it?", "yes", "It is.", wrong)
