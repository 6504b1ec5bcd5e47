"""What a Dask cluster must protect: encrypted schedulers, results that are never unpickled, and the set-up as the page shows it."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from coursework.scale import cluster, grading
from coursework.scale.journal import Journal
from coursework.scale.pools import GradingError
from coursework.scale.results import Outcome, ShardResult
from toy_course import Course

PAGE = Path(__file__).parents[3] / "chapters" / "grading_at_scale.md"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("cluster"))
    for student in ("ada", "ben"):
        course.hand_in(student, course.notebook(**course.right(student)))
    return course


@pytest.fixture
def course(original, tmp_path):
    return original.copy(tmp_path / "course")


def shards(course):
    return grading._Run(grading._Course(course.root, "toy"), Journal(course.root, "toy"), "*", False)._shards(1, 4)


# Which schedulers


@pytest.mark.parametrize(
    "address", ["tls://grader.example.org:8786", "tcp://127.0.0.1:8786", "localhost:8786", "tcp://[::1]:8786", "inproc://x/1"]
)
def test_protected_schedulers(address):
    assert cluster._is_protected(address)


@pytest.mark.parametrize(
    "address",
    ["tcp://10.0.0.7:8786", "grader:8786", "tcp://0.0.0.0:8786", "tcp://localhost.example.org:1", "ws://10.0.0.7:1", "tcp://[fe80::1]:1", "ucx://h:1", "", "tcp://["],
)  # fmt: skip
def test_unprotected_schedulers_are_refused(address, capsys, course):
    with pytest.raises(GradingError, match="does not use TLS: whoever reaches it can run programs in your name, read the course's key"):
        next(cluster.on_cluster([], address))
    if address:
        assert grading.main(["toy", "--course-dir", str(course.root), "--scheduler", address]) == 1
        assert "Give it certificates and an address that begins with tls://" in capsys.readouterr().err


def test_an_option_that_says_what_it_means_allows_them(monkeypatch, course):
    asked = []
    monkeypatch.setattr(cluster, "_connect", lambda address: asked.append(address) or (_ for _ in ()).throw(GradingError("reached")))
    arguments = ["toy", "--course-dir", str(course.root), "--scheduler", "tcp://10.0.0.7:8786"]
    assert grading.main([*arguments, "--let-whoever-reaches-the-scheduler-run-code-as-me"]) == 1
    assert asked == ["tcp://10.0.0.7:8786"]


# What a worker sends


@pytest.fixture
def local():
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, protocol="tcp", dashboard_address=None) as scheduler:
        yield scheduler.scheduler_address


class Bomb:
    """Makes a file where it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


def test_a_result_is_never_unpickled(course, local, monkeypatch, tmp_path):
    monkeypatch.setattr(cluster, "grade_shard", lambda task: Bomb(str(tmp_path / "unpickled")))
    with pytest.raises(GradingError):
        list(cluster.on_cluster(shards(course), local))
    assert not (tmp_path / "unpickled").exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (lambda task: b"not an archive", "sent something else than results"),
        (lambda task: {"outcomes": 1}, "sent something else than results"),
        (lambda task: ShardResult((Outcome("eve", "x", "graded"),)).to_bytes(), "results of other submissions than it was given"),
        (lambda task: ShardResult(()).to_bytes(), "results of other submissions than it was given"),
    ],
)
def test_other_results_are_refused(course, local, monkeypatch, sent, says):
    monkeypatch.setattr(cluster, "grade_shard", sent)
    with pytest.raises(GradingError, match=says):
        list(cluster.on_cluster(shards(course), local))


def test_results_are_the_same_after_the_journey():
    one = Outcome(
        "ada", "f", "graded", notebooks={"toy": {"late_penalty": None, "comments": {}}}, files={"toy.ipynb": b"\0\xff", "a/b": b""}
    )
    assert ShardResult.from_bytes(ShardResult((one, one)).to_bytes()).outcomes == (one, one)


# TLS, as the page has it


def block(name):
    (found,) = re.findall(rf"^```{{code-block}} \w+\n:name: {name}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return found


@pytest.mark.weekly  # test_grading.py grades on a cluster of this machine each time
def test_the_set_up_with_certificates_of_the_page_grades(course, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    environment = os.environ | {"HOME": str(home), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("DASK_CONFIG", None)
    subprocess.run(["bash", "-euc", block("tls-certificates")], check=True, cwd=home, env=environment, capture_output=True)
    assert oct((home / "dask-tls" / "key.pem").stat().st_mode)[-3:] == "600"
    commands = block("tls-cluster").splitlines()
    assert [line.split()[:2] for line in commands[:2]] == [["dask", "scheduler"], ["dask", "worker"]]
    log, started = open(tmp_path / "dask.txt", "wb"), []  # noqa: SIM115

    def start(line, *options):
        started.append(subprocess.Popen([*line.split(), *options], cwd=tmp_path, stdout=log, stderr=log, env=environment))

    def wait(text):
        deadline = time.monotonic() + 100
        while text not in (seen := (tmp_path / "dask.txt").read_text(encoding="utf-8")):
            assert time.monotonic() < deadline, seen
            time.sleep(0.1)

    file = tmp_path / "scheduler.json"
    try:
        start(commands[0], "--port", "0", "--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(file))
        wait("Scheduler at")
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        assert address.startswith("tls://")
        start(commands[1].replace("tls://scheduler:8786", address), "--no-nanny", "--nthreads", "1", "--dashboard-address", "127.0.0.1:0")
        wait("Registered to")
        grade = commands[2].replace("tls://scheduler:8786", address).replace("price_of_coldness", "toy")
        done = subprocess.run(grade.split(), cwd=course.root, env=environment, capture_output=True, encoding="utf-8", timeout=200)
        assert "2 graded, 0 not graded" in done.stdout, done.stderr
        # Without the certificates nobody gets in.
        bare = environment | {"HOME": str(tmp_path)}
        done = subprocess.run([*grade.split(), "--again"], cwd=course.root, env=bare, capture_output=True, encoding="utf-8", timeout=200)
        assert done.returncode == 1 and "needs certificates" in done.stderr
    finally:
        for process in started:
            process.kill()
            process.wait()
        log.close()
