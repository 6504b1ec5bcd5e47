"""`grade`: shards, the journal, what happens when something dies in the middle, a Dask cluster, and nothing graded twice."""

import fcntl
import importlib.metadata
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from coursework import folder
from coursework.scale import cluster, grading, pools
from coursework.scale.journal import AlreadyRunning, Journal
from coursework.scale.results import Outcome, ShardResult, files_below, fingerprint_of, write_below
from sqlalchemy import event
from sqlalchemy.engine import Engine
from toy_course import Course

# nbgrader's own way to add a submission.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")

NAMES = ("ada", "ben", "cyd", "dan", "eve", "fay", "gil", "quentin")
RIGHT = {"check-limit": 3.0, "check-law": 2.0}


def answers(course, student):
    """What students hand in: right, half right, wrong, nothing."""
    right = course.right(student)
    return {
        "ben": {"law": right["law"]},
        "cyd": {"limit": "cop, power = 2, '3 W'", "law": "bill = 'T_cold'"},
        "dan": {},
    }.get(student, right)


def hand_in(course, student, **changed):
    course.hand_in(student, course.notebook(**answers(course, student) | changed))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """A course where eight students have handed in."""
    course = Course(tmp_path_factory.mktemp("plain"), [(name, name.title(), "X") for name in NAMES])
    for student in NAMES:
        hand_in(course, student)
    return course


def copied(course, target):
    """A course folder of one's own, at another target."""
    shutil.copytree(course.root, target, symlinks=True)
    twin = object.__new__(Course)
    twin.root, twin.released = target, course.released
    return twin


@pytest.fixture
def course(plain, tmp_path):
    return copied(plain, tmp_path / "course")


def scores(course):
    """Automatic scores of all students who have a submission in the gradebook."""
    with folder.open_gradebook(course.root) as gradebook:
        return {
            submission.student_id: {g.name: (g.auto_score, g.needs_manual_grade) for n in submission.notebooks for g in n.grades}
            for submission in gradebook.assignment_submissions("toy")
        }


def command(*options):
    return [sys.executable, "-m", "coursework", "grade", "toy", *options]


def results(course):
    """Outcomes in the journal that are not merged: {student: run}."""
    return {student: outcome.run for student, outcome in Journal(course.root, "toy").waiting().items()}


def wait_for(condition, seconds=120):
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
    return result


def children(process):
    """Numbers of the processes that grade for a driver."""
    return [
        int(child) for thread in Path(f"/proc/{process}/task").glob("*/children") for child in thread.read_text(encoding="utf-8").split()
    ]


@pytest.fixture(scope="module")
def graded(plain, tmp_path_factory):
    """The course after a run that nobody disturbed, what it said, and its scores."""
    course = copied(plain, tmp_path_factory.mktemp("graded") / "course")
    done = subprocess.run(command("--workers", "2"), cwd=course.root, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return course, done, scores(course)


# An undisturbed run


def test_everybody_has_marks_and_a_page(graded):
    course, _, marks = graded
    assert set(marks) == set(NAMES)
    assert {name: score for name, (score, _) in marks["ada"].items() if name in RIGHT} == RIGHT
    assert marks["ben"]["check-limit"][0] == 0 and marks["ben"]["check-law"][0] == 2
    assert marks["ada"]["plot"] == (0, False) or marks["ada"]["plot"][1]
    for student in NAMES:
        assert course.record(student)["student"] == student
        assert not (course.root / "autograded" / student / "toy" / "toy.ipynb").stat().st_mode & 0o222
    assert results(course) == {}


def test_the_marks_are_nbgraders(graded, course):
    course.autograde("ada", "cyd")
    assert scores(course) == {student: graded[2][student] for student in ("ada", "cyd")}


def test_without_a_terminal_it_says_a_few_plain_lines(graded):
    lines = graded[1].stderr.splitlines()
    assert lines[0] == "toy: 0 unchanged, 0 graded by an earlier run, 8 to grade in 2 processes"
    assert lines[-1] == "8 of 8: 8 graded, 0 not graded" and len(lines) < 12 and "\r" not in graded[1].stderr
    assert graded[1].stdout.startswith("toy: 8 graded, 0 not graded, 0 unchanged since they were graded; ")


def test_nothing_is_graded_twice(graded, tmp_path, monkeypatch):
    course = copied(graded[0], tmp_path / "course")
    monkeypatch.setattr(grading, "on_this_machine", None)  # nobody is there to grade
    before = files_below(course.root)
    summary = grading.grade(course.root, "toy")
    assert (summary.unchanged, summary.ran, summary.outcomes) == (8, 0, {})
    assert str(summary).startswith("toy: 0 graded, 0 not graded, 8 unchanged since they were graded.")
    after = files_below(course.root)
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {".grading/toy/lock"}


def test_what_is_handed_in_again_is_graded_again_and_people_are_heard(graded, tmp_path):
    course = copied(graded[0], tmp_path / "course")
    with folder.open_gradebook(course.root) as gradebook:
        for student in ("ada", "ben"):
            gradebook.find_grade("plot", "toy", "toy", student).manual_score = 2.5
            gradebook.find_grade("plot", "toy", "toy", student).needs_manual_grade = False
        gradebook.db.commit()
    hand_in(course, "ben", **course.right("ben"))
    shutil.rmtree(course.root / "autograded" / "fay")  # lost, and so to be made again
    runs = json.loads((course.root / ".grading/toy/gradebook.json").read_text(encoding="utf-8"))
    summary = grading.grade(course.root, "toy", workers=1)
    assert set(summary.outcomes) == {"ben", "fay"} and summary.unchanged == 6
    again = json.loads((course.root / ".grading/toy/gradebook.json").read_text(encoding="utf-8"))
    assert {student for student in NAMES if runs[student] != again[student]} == {"ben", "fay"}
    assert {name: course.grades("ben")[name][0] for name in RIGHT} == RIGHT
    assert course.grades("ben")["plot"][1:] == (2.5, True)  # a person looks again, for the notebook is another one
    assert course.grades("ada")["plot"][1:] == (2.5, False)
    assert course.record("fay")["status"] == "graded"


# What nobody should hand in


def test_a_bad_submission_is_not_graded_and_says_why(course):
    """One that is no notebook, one that is not there, one whose grader dies each time; the others get their marks."""
    course.hand_in("ada", b"\x00 this is no notebook")
    (course.root / "submitted/ben/toy/toy.ipynb").rename(course.root / "submitted/ben/toy/mine.ipynb")
    (course.root / "submitted/dan/toy/timestamp.txt").write_text("some day", encoding="utf-8")
    (course.root / "submitted/eve/toy/link.txt").symlink_to(course.root / "course.key")
    for student in ("fay", "gil", "quentin"):
        shutil.rmtree(course.root / "submitted" / student)
    (course.root / "submitted/zoe/toy").mkdir(parents=True)
    shutil.copy(course.root / "submitted/eve/toy/toy.ipynb", course.root / "submitted/zoe/toy")
    # A plugin beside the course's settings, as nbgrader allows, with a fault.
    (course.root / "faulty.py").write_text(
        "import os, signal\n"
        "def hook(notebooks, **_):\n"
        "    if any('/cyd/' in name and os.path.getsize(name) for name in notebooks):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n",
        encoding="utf-8",
    )
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write("c.Autograde.pre_convert_hook = 'faulty.hook'\n")
    done = subprocess.run(command("--workers", "1", "--shard", "3"), cwd=course.root, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    marks = scores(course)
    assert {name: marks["eve"][name][0] for name in RIGHT} == RIGHT
    for student, why in {
        "ada": "the submitted file is not a notebook",
        "ben": "no toy.ipynb was handed in",
        "cyd": "the process that graded it ended, 3 times out of 3",
        "dan": "its timestamp.txt has no time but 'some day'",
        "zoe": "zoe is not in students.csv",
    }.items():
        assert all(score is None and waits for score, waits in marks[student].values()), student
        assert course.record(student)["status"] == "not graded" and why in course.record(student)["reason"]
        assert any(line.startswith(f"  {student} ") and why in line for line in done.stdout.splitlines()), done.stdout
        assert course.graded(student).cells  # a page for the formgrader, whatever was handed in
    key = (course.root / "course.key").read_text(encoding="utf-8").strip().encode()
    assert not any(key in content for name, content in files_below(course.root).items() if name != "course.key")
    assert "1 graded, 5 not graded" in done.stdout


# What dies in the middle


def test_a_grading_process_is_killed_and_then_the_driver(graded, course):
    hand_in(course, "gil", limit=f"import time\ntime.sleep(2)\n{course.right('gil')['limit']}")  # so that it is not over too soon
    before = (course.root / "gradebook.db").read_bytes()
    driver = subprocess.Popen(command("--workers", "1", "--shard", "8"), cwd=course.root, stderr=subprocess.DEVNULL)
    pages = course.root / ".grading/toy/results"
    wait_for(lambda: list(pages.glob("*.zip")))
    os.kill(children(driver.pid)[0], signal.SIGKILL)
    first = results(course)
    wait_for(lambda: len(list(pages.glob("*.zip"))) >= len(first) + 2)  # another process goes on
    helpers = children(driver.pid)
    driver.kill()
    driver.wait()
    kept = results(course)
    assert len(helpers) == 1 and first.items() <= kept.items() and len(first) + 2 <= len(kept) < 8
    assert (course.root / "gradebook.db").read_bytes() == before
    # Nobody works on for a dead driver.
    wait_for(lambda: not Path(f"/proc/{helpers[0]}").exists())

    # The next one grades the rest, and fails while it merges: the gradebook is as before.
    def fail(connection, cursor, statement, *_):
        if statement.startswith("INSERT INTO comment"):
            raise OSError("no space left")

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        with pytest.raises(OSError, match="no space left"):
            grading.grade(course.root, "toy", workers=1)
    finally:
        event.remove(Engine, "before_cursor_execute", fail)
    all_kept = results(course)
    assert kept.items() <= all_kept.items() and len(all_kept) == 8
    assert (course.root / "gradebook.db").read_bytes() == before

    # Then there is nothing left to grade.
    summary = grading.grade(course.root, "toy")
    assert summary.ran == 0 and len(summary.outcomes) == 8
    assert scores(course) == graded[2]
    assert {student: run for student, (_, run) in Journal(course.root, "toy").merged().items()} == all_kept
    assert all(course.record(student)["status"] == "graded" for student in NAMES)


def test_a_dask_worker_is_killed_and_another_goes_on(graded, course, tmp_path):
    dask = [sys.executable, "-m", "distributed.cli.dask_"]
    log = open(tmp_path / "dask.txt", "wb")  # noqa: SIM115
    started = []

    def start(name, *options):
        line = [*dask[:2], dask[2] + name, *options, "--scheduler-file", str(tmp_path / "scheduler.json")]
        started.append(subprocess.Popen(line, cwd=tmp_path, stdout=log, stderr=log))
        return started[-1]

    try:
        start("scheduler", "--port", "0", "--dashboard-address", "127.0.0.1:0", "--host", "127.0.0.1")
        address = wait_for(
            lambda: (
                (path := tmp_path / "scheduler.json").exists()
                and path.read_text(encoding="utf-8")
                and json.loads(path.read_text(encoding="utf-8"))["address"]
            )
        )
        workers = [
            start("worker", "--no-nanny", "--nthreads", "1", "--dashboard-address", "127.0.0.1:0", "--host", "127.0.0.1") for _ in range(2)
        ]
        wait_for(lambda: (tmp_path / "dask.txt").read_text(encoding="utf-8").count("Registered to") >= 2)
        driver = subprocess.Popen(
            command("--scheduler", address, "--shard", "1"),
            cwd=course.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        wait_for(lambda: list((course.root / ".grading/toy/results").glob("*.zip")))
        workers[0].kill()
        output, complaint = driver.communicate(timeout=120)
        assert driver.returncode == 0 and "8 graded, 0 not graded" in output, complaint
        assert scores(course) == graded[2]
        assert workers[1].poll() is None and not children(workers[1].pid)  # it is left as it was
    finally:
        for process in started:
            process.kill()
            process.wait()
        log.close()


def test_a_submission_that_loses_every_dask_worker_is_named(course, monkeypatch):
    from distributed import KilledWorker, LocalCluster

    def give(task):
        students = [submission.student for submission in task.submissions]
        if "cyd" in students and not any(submission.refused for submission in task.submissions):
            raise KilledWorker("task", SimpleNamespace(address="tcp://gone"), 3)
        return ShardResult(tuple(Outcome(one.student, one.fingerprint, "graded", one.refused) for one in task.submissions)).to_bytes()

    monkeypatch.setattr(cluster, "grade_shard", give)
    run = grading._Run(grading._Course(course.root, "toy"), Journal(course.root, "toy"), "*", False)
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as local:
        reasons = {outcome.student: outcome.reason for outcome in cluster.on_cluster(run._shards(1, 4), local.scheduler_address)}
    assert reasons == dict.fromkeys(NAMES, "") | {"cyd": cluster.LOST}


@pytest.mark.parametrize("name", ["Python", "coursework", "cryolib", "nbgrader"])
def test_dask_workers_must_have_our_versions(name):
    cluster._check_versions(SimpleNamespace(run=lambda versions: {"tcp://worker": versions()}))
    client = SimpleNamespace(run=lambda versions: {"tcp://worker": versions() | {name: "0"}})
    with pytest.raises(pools.GradingError, match=f"must have {name} .*, as here; tcp://worker has 0. Install coursework"):
        cluster._check_versions(client)


# Without anybody who grades: what the driver does with outcomes


@pytest.fixture
def pool(monkeypatch):
    """Grade by giving everybody full marks; the list holds who was graded."""
    ran = []

    def give(tasks, *_):
        for task in tasks:
            for submission in task.submissions:
                ran.append(submission.student)
                grades = {"check-limit": (3.0, False), "check-law": (2.0, False), "plot": (None, True), "design": (None, True)}
                paper = {"late_penalty": None, "grades": grades, "comments": {"limit": "right"}}
                yield Outcome(submission.student, submission.fingerprint, "graded", notebooks={"toy": paper}, files={"toy.ipynb": b"{}"})

    monkeypatch.setattr(grading, "on_this_machine", give)
    return ran


def test_only_those_who_are_asked_for(course, pool):
    assert set(grading.grade(course.root, "toy", "[a-c]*").outcomes) == {"ada", "ben", "cyd"} == set(pool) == set(scores(course))
    with pytest.raises(ValueError, match=r"no student whose id matches 'x\*' has handed in toy; 8 others have"):
        grading.grade(course.root, "toy", "x*")


def test_again_grades_what_has_its_marks(course, pool):
    grading.grade(course.root, "toy")
    grading.grade(course.root, "toy", "ada", again=True)
    assert sorted(pool) == sorted([*NAMES, "ada"])


@pytest.mark.parametrize("change", ["files", "rubric", "extension", "duedate", "limits", "coursework", "cryolib"])
def test_whatever_marks_follow_from_makes_it_another_submission(course, pool, change, monkeypatch):
    grading.grade(course.root, "toy", "ada")
    if change == "files":
        (course.root / "submitted/ada/toy/data.csv").write_text("1,2", encoding="utf-8")
    elif change == "rubric":
        rubric = folder.rubric_of(course.root, "toy", "ada") | {"digest": "another"}
        monkeypatch.setattr(folder, "rubric_of", lambda *_: rubric)
    elif change == "limits":
        with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
            file.write("c.SandboxedExecute.seconds = 300\n")
    elif change in ("coursework", "cryolib"):
        version = importlib.metadata.version
        monkeypatch.setattr(importlib.metadata, "version", lambda name: "99" if name == change else version(name))
    else:
        with folder.open_gradebook(course.root) as gradebook:
            if change == "duedate":
                gradebook.update_or_create_assignment("toy", duedate="2026-02-01 00:00:00 UTC")
            else:
                gradebook.update_or_create_assignment("toy", duedate="2026-02-01 00:00:00 UTC")
                grading.grade(course.root, "toy", "ada")
                gradebook.grant_extension("toy", "ada", hours=1)
    grading.grade(course.root, "toy", "ada")
    grading.grade(course.root, "toy", "ada")
    assert pool == ["ada"] * (3 if change == "extension" else 2)


def test_a_crash_between_the_gradebook_and_the_folders(course, pool, monkeypatch):
    """The next run puts the pages in place, and does not touch marks that somebody has given meanwhile."""
    settle, moved = Journal.settle, []

    def crash(self, student, target):
        if len(moved) == 3:
            raise KeyboardInterrupt
        moved.append(student)
        settle(self, student, target)

    monkeypatch.setattr(Journal, "settle", crash)
    with pytest.raises(KeyboardInterrupt):
        grading.grade(course.root, "toy")
    monkeypatch.setattr(Journal, "settle", settle)
    with folder.open_gradebook(course.root) as gradebook:
        grade = gradebook.find_grade("plot", "toy", "toy", "quentin")
        grade.manual_score, grade.needs_manual_grade = 3, False
        gradebook.db.commit()
    assert len(results(course)) == 5
    assert grading.grade(course.root, "toy").unchanged == 3 and len(pool) == 8
    assert course.grades("quentin")["plot"] == (None, 3, False)
    assert all((course.root / "autograded" / student / "toy/toy.ipynb").exists() for student in NAMES)
    assert results(course) == {} and not list((course.root / ".grading/toy").glob("*-folder"))


def test_a_page_takes_the_place_of_an_older_one_as_a_whole(tmp_path):
    journal, target = Journal(tmp_path, "toy"), tmp_path / "autograded/ada/toy"
    write_below(target, {"toy.ipynb": b"old", "left.png": b"over"})
    with journal.locked():
        journal.keep(Outcome("ada", "f", "graded", files={"toy.ipynb": b"new", "pictures/one.png": b"p"}))
        journal.settle("ada", target)
        assert files_below(target) == {"toy.ipynb": b"new", "pictures/one.png": b"p"}
        journal.keep(Outcome("ada", "f", "graded", files={}))
        (tmp_path / ".grading/toy/results/bob.zip").write_bytes(b"PK cut off")
        (tmp_path / ".grading/toy/results/.x.part").write_bytes(b"cut off")
        assert set(journal.waiting()) == {"ada"}
    with journal.locked():
        assert {path.name for path in (tmp_path / ".grading/toy/results").iterdir()} == {"ada.zip"}


def test_two_at_once(course, pool, capsys):
    with Journal(course.root, "toy").locked():
        with pytest.raises(AlreadyRunning, match=f"toy is being graded already, by process {os.getpid()}"):
            grading.grade(course.root, "toy")
        assert grading.main(["toy", "--course-dir", str(course.root)]) == 1
    assert f"by process {os.getpid()}" in capsys.readouterr().err
    with open(course.root / ".grading/toy/lock", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # it is free again
    assert pool == []


def test_errors_of_ours_end_it_and_keep_what_is_finished(course, monkeypatch, capsys):
    with pytest.raises(ValueError, match="got 0 and 8"):
        grading.grade(course.root, "toy", workers=0)
    with pytest.raises(ValueError, match="there is no set 'none'"):
        grading.grade(course.root, "none")
    with pytest.raises(SystemExit):
        grading.main(["toy", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"])

    def give(tasks, *_):
        submission = next(tasks).submissions[0]
        yield Outcome(submission.student, submission.fingerprint, "not graded", "too long")
        raise pools.GradingError("notebooks cannot be sandboxed here")

    monkeypatch.setattr(grading, "on_this_machine", give)
    assert grading.main(["toy", "--course-dir", str(course.root)]) == 1
    assert "grade: notebooks cannot be sandboxed here" in capsys.readouterr().err
    assert set(results(course)) == {"ada"} and scores(course) == {}


def test_no_scheduler_and_no_process(course, monkeypatch, tmp_path):
    with pytest.raises(pools.GradingError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        list(cluster.on_cluster([], "tcp://127.0.0.1:1"))
    monkeypatch.setattr(sys, "executable", "/bin/false")
    run = grading._Run(grading._Course(course.root, "toy"), Journal(course.root, "toy"), "*", False)
    with pytest.raises(pools.GradingError, match="does not start; its messages are in"):
        list(pools.on_this_machine(run._shards(1, 8), 1, tmp_path / "log.txt"))


# Data in and out


def test_shards_are_small_at_the_end_and_hold_nobody_elses_secrets(course):
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write("c.CanvasExporter.token = 'pa55word'\n")
        file.write("c.CourseDirectory.db_url = f'sqlite:///{c.CourseDirectory.root}/pa55word.db'\n")
    (course.root / "gradebook.db").rename(course.root / "pa55word.db")
    run = grading._Run(grading._Course(course.root, "toy"), Journal(course.root, "toy"), "*", False)
    shards = list(run._shards(2, 8))
    assert [len(task.submissions) for task in shards] == [2, 2, 1, 1, 1, 1]
    assert [submission.student for task in shards for submission in task.submissions] == list(NAMES)
    import pickle

    key = (course.root / "course.key").read_text(encoding="utf-8").strip()
    sent = pickle.dumps(shards[0])
    assert key.encode() not in sent and bytes.fromhex(key) not in sent
    assert b"quentin" not in sent and b"pa55word" not in sent and str(course.root).encode() not in sent
    assert {"SandboxedExecute", "Autograde"} & set(shards[0].config)


def test_outcomes_travel_as_they_are(tmp_path):
    outcome = Outcome(
        "ada", "f", "not graded", "ö", "2026-01-01T00:00:00", {"toy": {"grades": {"a": [None, True]}}}, {"a/b.png": b"\x00\xff"}
    )
    path = tmp_path / "ada.zip"
    path.write_bytes(outcome.to_bytes())
    assert Outcome.read(path) == outcome
    assert Outcome.read(path, files=False) == Outcome(**{**vars(outcome), "files": {}})


def test_files_stay_below_their_folder(tmp_path):
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/deep/a.txt").write_bytes(b"a")
    (tmp_path / "secret").write_bytes(b"s")
    (tmp_path / "in/link").symlink_to(tmp_path / "secret")
    (tmp_path / "in/folder").symlink_to(tmp_path)
    assert files_below(tmp_path / "in") == {"deep/a.txt": b"a"}
    with pytest.raises(ValueError, match="must stay below"):
        write_below(tmp_path / "in", {"../out.txt": b""})
    with pytest.raises(ValueError, match="must stay below"):
        write_below(tmp_path / "in", {"folder/out.txt": b""})
    assert fingerprint_of({"a": b"1"}, 1) != fingerprint_of({"a": b"1"}, 2) != fingerprint_of({"b": b"1"}, 2)
