"""A protection counts only where it holds: limits are tried, and `python -m coursework.sandbox` says before grading what is not held."""

import json
import subprocess
import sys

import pytest
from coursework import __version__
from coursework.sandbox import __main__ as command
from coursework.sandbox.protections import namespaces, required_protections, shared_with
from hostile.table import table
from rooms import HERE, ROOMS, as_nobody, is_root

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux")

LIMITED = """
import json, resource, sys
from coursework.sandbox.protections import active_protections, namespaces
for name in sys.argv[1:]:
    resource.setrlimit(getattr(resource, name), (3_000_000_000, 3_000_000_000) if name == "RLIMIT_AS" else (4000, 4000))
print(json.dumps(active_protections("container", 0, namespaces(), [])))
"""
NAMES = {"RLIMIT_AS": "memory", "RLIMIT_CPU": "time", "RLIMIT_NPROC": "number of processes"}


def held(command, *limits):
    done = subprocess.run([*command, sys.executable, "-P", "-c", LIMITED, *limits], capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout)) & set(NAMES.values())


def nobody():
    if is_root() and (missing := ROOMS["user"].missing()):
        pytest.skip(missing)
    return as_nobody([]) if is_root() else []


def test_limits_count_where_they_are_set_and_hold():
    without = held(nobody())
    assert without <= {"number of processes"}  # the system's own
    for limit, name in NAMES.items():
        assert held(nobody(), limit) == without | {name}


@pytest.mark.skipif(not is_root(), reason="about root")
def test_a_limit_that_is_set_but_does_not_hold_does_not_count():
    """The kernel takes a number of processes for root, and does not keep to it."""
    assert held([], *NAMES) == {"memory", "time"}


def test_a_kernel_of_its_own_shares_nothing():
    here = namespaces()
    assert shared_with(here) == ["files", "processes"]
    assert shared_with(here | {"pid": "pid:[1]"}) == ["files"] and shared_with(here | {"mnt": "mnt:[1]", "pid": "pid:[1]"}) == []
    assert shared_with(here | {"kernel": "4.4.0 #1 SMP"}) == []


def test_what_is_not_held_is_said_before_grading(tmp_path, capsys):
    if missing := ROOMS["bubblewrap"].missing():
        pytest.skip(missing)
    assert command.main([str(tmp_path)]) == 0
    how = {"root": "in namespaces, as a user of its own. All protections were checked here and work.", "user": "in a user namespace"}
    said = capsys.readouterr().out
    assert how[HERE.name] in said and said.startswith(f"coursework {__version__}, room {HERE.name} of SECURITY.md.\n")
    settings = f"c = get_config()\nc.SandboxedExecute.prefix = {ROOMS['bubblewrap'].prefix()!r}\nc.SandboxedExecute.files = 30_000_000\n"
    (tmp_path / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    assert command.main([str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "in a container that is started for it. All protections were checked here and work, except:\n" in said
    assert said.startswith(f"coursework {__version__}, room bubblewrap of SECURITY.md.\n")
    assert said.count("\n- ") == 2 and "- own user: " in said and "- size of files: " in said and " 30 MB" in said
    (tmp_path / "nbgrader_config.py").write_text('c = get_config()\nc.SandboxedExecute.prefix = ["false"]\n', encoding="utf-8")
    assert command.main([str(tmp_path)]) == 1
    assert "notebooks cannot be sandboxed on this system" in capsys.readouterr().err


def test_every_protection_that_a_room_may_lack_is_explained():
    lacking = (required_protections("root") - required_protections(mode) for mode in ("user", "container"))
    assert set(command._LACKS) == set().union(*lacking)


@pytest.mark.parametrize("room", ROOMS.values(), ids=lambda room: room.name)
def test_rooms_have_the_names_of_the_tables(room):
    assert command.room_of(room.mode, room.prefix()) == f"room {room.name} of SECURITY.md"
    assert room.name in table("protection")["own user"]


def test_another_container_is_in_no_table():
    podman = ["/usr/bin/podman", "run", "--rm", "-i", "--network=none", "image", "python3"]
    assert command.room_of("container", podman) == "a container that has no column in SECURITY.md, started by podman"
    assert command.room_of("container", [*podman[:2], "--runtime=runsc", *podman[2:]]) == "room gVisor of SECURITY.md"
