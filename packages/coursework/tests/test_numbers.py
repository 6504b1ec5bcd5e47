"""Each student's own numbers: recomputed by hand, evenly spread, and a key that only its owner can read."""

import copy
import hashlib
import json
import math
import os
import pickle
import stat
from collections import Counter

import pytest
from coursework.sheets.numbers import PRACTICE, Draw, Numbers, draw, load_key, new_key
from hypothesis import given, settings
from hypothesis import strategies as st

KEY = bytes(range(32))
GRID = Draw(60, 90, 1)


def hmac_by_hand(key, message):
    """RFC 2104, written out."""
    block = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + message).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).digest()


def drawn_by_hand(values, student, *, attempt=0, name="T_cold", course="cryo", assignment="set"):
    message = json.dumps(["cryolib.course draw", course, assignment, student, attempt, name]).encode()
    return values[int.from_bytes(hmac_by_hand(KEY, message), "big") % len(values)]


def draw_for(student, draws=None, **options):
    options = {"key": KEY, "course": "cryo", "assignment": "set"} | options
    return draw(draws or {"T_cold": GRID}, student=student, **options)


# The draw


@pytest.mark.parametrize("student", ["ada", "émilie", "李", 'quo"te', "a" * 300])
def test_a_draw_is_the_keyed_hash(student):
    assert draw_for(student).T_cold == drawn_by_hand(range(60, 91), student)


def test_it_depends_on_all_that_names_it():
    draws = {"a": Draw(0, 10**5, 1), "b": Draw(0, 10**5, 1)}
    first = draw_for("ada", draws)
    others = [
        draw_for("eve", draws),
        draw_for("ada", draws, course="other"),
        draw_for("ada", draws, assignment="other"),
        draw_for("ada", draws, key=bytes(32)),
    ]
    assert first.a != first.b
    assert all(first.a != other.a and first.b != other.b for other in others)
    assert first == draw_for("ada", draws)


def test_parts_of_the_name_are_kept_apart():
    draws = {"x": Draw(0, 10**5, 1)}
    assert draw_for("c", draws, course="a", assignment="b,c") != draw_for("b,c", draws, course="a", assignment="c")
    assert draw_for('b","c', draws, course="a") != draw_for("c", draws, course='a","b')


def test_ten_thousand_students_are_spread_evenly():
    counts = Counter(draw_for(f"s{k}").T_cold for k in range(10_000))
    expected = 10_000 / len(GRID.values)
    chi_square = sum((counts[value] - expected) ** 2 / expected for value in GRID.values)
    assert set(counts) == set(GRID.values)
    assert chi_square < 59.7  # 30 degrees of freedom are beyond it in 1 case of 1000


def test_two_numbers_of_a_student_are_independent():
    draws = {"a": Draw(0, 9, 1), "b": Draw(0, 9, 1)}
    counts = Counter(tuple(draw_for(f"s{k}", draws).values()) for k in range(10_000))
    assert sum((counts[a, b] - 100) ** 2 / 100 for a in range(10) for b in range(10)) < 148.2  # 99 degrees, 1 in 1000


def test_keep_draws_anew_with_the_next_attempt():
    student = next(
        f"s{k}" for k in range(100) if drawn_by_hand(range(60, 91), f"s{k}") < 70 <= drawn_by_hand(range(60, 91), f"s{k}", attempt=1)
    )
    assert draw_for(student, keep=lambda numbers: numbers.T_cold >= 70).T_cold == drawn_by_hand(range(60, 91), student, attempt=1)


def test_a_keep_that_refuses_everything_is_named():
    with pytest.raises(ValueError, match=r"the sheet 'set' keeps none of 1000 draws.*T_cold="):
        draw_for("ada", keep=lambda numbers: False)


# The grid


@pytest.mark.parametrize(
    ("grid", "expected"),
    [
        (Draw(60, 60.3, 0.1), ("60.0", "60.1", "60.2", "60.3")),
        (Draw(0.05, 0.35, 0.1), ("0.05", "0.15", "0.25", "0.35")),
        (Draw(-1, 1, 1), ("-1.0", "0.0", "1.0")),
        (Draw(1e5, 3e5, 1e5), ("100000.0", "200000.0", "300000.0")),
        (Draw(5, 5, 1), ("5.0",)),
        (Draw.of(77.3, 4.2), ("77.3", "4.2")),
    ],
)
def test_values_are_decimal(grid, expected):
    assert tuple(map(repr, grid.values)) == expected


@settings(deadline=None)
@given(st.integers(-(10**6), 10**6), st.integers(1, 10**4), st.integers(0, 200), st.integers(0, 6))
def test_every_value_prints_as_a_short_decimal(low, step, count, digits):
    scale = 10**digits
    grid = Draw(low / scale, (low + count * step) / scale, step / scale)
    assert grid.values == tuple((low + k * step) / scale for k in range(count + 1))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((1, 0, 1), "low must not be above high; got 1 > 0"),
        ((0, 1, 0), "step must be positive; got 0"),
        ((0, 1, -0.5), "step must be positive; got -0.5"),
        ((0, 1, 0.3), "steps of 0.3 do not lead from 0 to 1; leave out or add 0.1"),
        ((0, math.inf, 1), "low, high and step must be finite; got 0, inf, 1"),
        ((0, math.nan, 1), "low, high and step must be finite; got 0, nan, 1"),
        ((0, 1, 1e-7), "step 1e-07 makes a grid of more than 1000000 values"),
    ],
)
def test_a_bad_grid_is_named(arguments, says):
    with pytest.raises(ValueError, match=f"^{says}$"):
        Draw(*arguments)


@pytest.mark.parametrize("values", [(), (1, 1), (1, math.inf)])
def test_a_bad_list_is_named(values):
    with pytest.raises(ValueError, match="a draw of a list needs values that are finite and differ; got"):
        Draw.of(*values)


# Numbers


def test_numbers_are_a_mapping_with_attributes():
    from cryolib.symbols import T_cold

    numbers = Numbers({"T_cold": 77, "T_hot": 300.0})
    assert repr(numbers) == "Numbers(T_cold=77.0, T_hot=300.0)"
    assert numbers.T_cold == numbers["T_cold"] == numbers[T_cold] == dict(numbers)["T_cold"] == 77.0
    assert type(numbers.T_cold) is float
    assert "T_hot" in dir(numbers) and len(numbers) == 2
    assert numbers == {"T_cold": 77.0, "T_hot": 300.0}


def test_numbers_do_not_change():
    numbers = Numbers({"T_cold": 77.0})
    with pytest.raises(AttributeError, match="numbers do not change; give 'T_cold' another name of your own"):
        numbers.T_cold = 1.0
    with pytest.raises(TypeError):
        numbers["T_cold"] = 1.0
    with pytest.raises(AttributeError, match="no number is called 'T_warm'; there are T_cold"):
        _ = numbers.T_warm


def test_numbers_can_be_copied_sent_and_hashed():
    numbers = Numbers({"T_cold": 77.0})
    for twin in (pickle.loads(pickle.dumps(numbers)), copy.copy(numbers), copy.deepcopy(numbers)):
        assert twin == numbers and hash(twin) == hash(numbers)


# The key


def test_a_new_key_is_random_private_and_found_again(tmp_path):
    path, other = tmp_path / "course.key", tmp_path / "other.key"
    key = new_key(path)
    assert len(key) == 32 and load_key(path) == key != new_key(other)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8") == key.hex() + "\n"


def test_a_key_is_never_overwritten(tmp_path):
    path = tmp_path / "course.key"
    key = new_key(path)
    with pytest.raises(FileExistsError, match="would change every student's numbers"):
        new_key(path)
    assert load_key(path) == key


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX systems")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused(tmp_path, mode):
    path = tmp_path / "course.key"
    new_key(path)
    path.chmod(mode)
    with pytest.raises(ValueError, match=rf"other users can access .*\(mode {mode:o}\).*chmod 600 "):
        load_key(path)


@pytest.mark.parametrize("text", ["", "00" * 31, "00" * 33, "zz" * 32, "é" * 64, "00" * 5000])
def test_a_key_of_another_length_is_refused(tmp_path, text):
    path = tmp_path / "course.key"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(ValueError, match=r"must hold 32 bytes as 64 hexadecimal digits.*from a copy"):
        load_key(path)


def test_practice_has_no_secret():
    assert draw_for(PRACTICE, key=PRACTICE.encode(), course=PRACTICE) == draw_for(PRACTICE, key=b"practice", course="practice")
