"""The hostile course in the other rooms: as an ordinary user, in bubblewrap and in gVisor, where the machine has them.

In each room the course is graded once. The gate has one more room beside its own, with the attacks that could fare differently there; the weekly
run has all rooms and all attacks. In every run, smaller tests try each room (test_sandbox.py, test_call_filter.py, test_protections.py).
"""

import sys

import pytest
from hostile.cases import CASES, HONEST
from hostile.checks import FOUND, check_mark_and_message, check_nothing_got_out_or_stayed, check_only_the_merge_wrote, found
from hostile.course import hostile_course
from hostile.table import check_table
from rooms import HERE, ROOMS
from support.weekly import IS_WEEKLY, daily_or_weekly

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux"),
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),  # nbgrader's own way to add a submission
]

#: Attacks on what a room has to hold: files, processes, memory, time, network.
ATTACKS = (*FOUND, "takes_memory", "takes_memory_in_parts", "bombs", "writes_a_large_file", "leaves_a_daemon", "forges_answers")
ATTACKS += ("floods_the_grader", "exits_at_once", "loops", "hands_in_the_key")
STUDENTS = (*HONEST, *CASES) if IS_WEEKLY else (HONEST[0], HONEST[-1], *ATTACKS)


@pytest.fixture(scope="module", params=daily_or_weekly([name for name in ROOMS if name != HERE.name], {"bubblewrap"}))
def course(request, tmp_path_factory):
    room = ROOMS[request.param]
    if missing := room.missing():
        pytest.skip(f"no room {room.name}: {missing}")
    cases = [student for student in STUDENTS if student in CASES]
    return hostile_course(tmp_path_factory.mktemp("hostile"), room, cases, [student for student in STUDENTS if student in HONEST])


@pytest.mark.parametrize("student", STUDENTS)
def test_mark_and_message(course, student):
    check_mark_and_message(course, student)


@pytest.mark.parametrize("student", FOUND)
def test_what_attacks_found(course, student):
    assert found(course, student) == FOUND[student]


def test_the_page_about_security_says_what_the_room_holds(course):
    check_table(course)


def test_only_the_merge_writes(course):
    check_only_the_merge_wrote(course)


def test_nothing_gets_out_or_stays(course):
    check_nothing_got_out_or_stayed(course)
