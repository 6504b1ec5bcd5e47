"""Attacks that read what is not theirs: the disk, other processes, the memory that they are born with, files behind links."""

import base64
import hashlib
import json
import os
import struct

from coursework import folder

from hostile.cases import A_TEXT, HONEST, NO_FORMULA, SECRET, case

READ = """
import json, os, time
names = {os.path.basename(path) for path in secrets} | {"rubrics", "toy.md", "nbgrader_config.py", "numbers.json"}
found, todo = [], [*("/" + name for name in os.listdir("/") if name != "proc"), os.getcwd()]
def look(seconds):
    end = time.monotonic() + seconds
    while todo and time.monotonic() < end:
        try:
            for entry in os.scandir(todo.pop()):
                if entry.name in names: found.append(entry.path)
                if entry.is_dir(follow_symlinks=False): todo.append(entry.path)
        except OSError:
            pass
look(1.5)
"""
FOUND = """
look(1.5)
found = sorted({path for path in found if os.lstat(path).st_mtime > since})
for root in ("", "/proc/1/root", "/proc/self/root", "/proc/thread-self/cwd/../.."):
    found += [root + path for path in secrets if os.path.exists(root + path)]
bill = str([*found, *json.load(open("numbers.json"))["students"]])
"""


@case(3, 0, bill=NO_FORMULA)
def reads_the_disk(pen):
    return pen.page(f"secrets, since = {pen.secrets}, {pen.course.started}\n{READ}", limit=f"{pen.limit}\nlook(1.5)", law=FOUND)


AROUND = """
import glob, os
def read(path):
    try: return open(path, "rb").read()
    except OSError: return b""
def reached(pid):
    try: os.kill(pid, 0); return True
    except OSError: return False
here = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())
told = b"".join(read(f"/proc/{pid}/{name}") for pid in {*here, *processes} for name in ("environ", "cmdline", "maps", "mountinfo"))
opened = [os.readlink(path) for pid in here for path in glob.glob(f"/proc/{pid}/fd/*") if os.path.islink(path)]
opened = sorted({name.partition("[")[0].partition(" ")[0] for name in opened} - {"/dev/null"})
told = [bytes(ord(sign) ^ 1 for sign in word).decode() for word in words if bytes(ord(sign) ^ 1 for sign in word) in told]
cop = str([here, os.getppid(), [pid for pid in processes if reached(pid)], opened, told])
"""


@case(2, 2, cop=A_TEXT)
def looks_at_other_processes(pen):
    words = ["PYTHONDONTWRITEBYTECODE", SECRET, str(pen.course.root), pen.course.key]
    hidden = ["".join(chr(ord(sign) ^ 1) for sign in word) for word in words]
    others = [process for process in (os.getpid(), os.getppid()) if process > 1]  # a notebook sees itself as process 1
    return pen.attack(AROUND, processes=others, words=hidden)


REMEMBER = """
import gc, mmap, time
from hashlib import sha256
found, decoy, shared = set(), "-".join(["left", "here"]), mmap.mmap(-1, 4096)
shared.write(decoy.encode())
def search(data):
    for start, needles in clues.items():
        at = data.find(start)
        while at >= 0:
            found.update(what for what, size, digest in needles if sha256(data[at : at + size]).hexdigest() == digest)
            at = data.find(start, at + 1)
todo = [line.split() for line in open("/proc/self/maps")]
todo = [tuple(int(number, 16) for number in place.split("-")) for place, kind, *_ in todo if kind.startswith("rw")]
todo.sort(key=lambda place: place[0] - place[1])  # small pieces are looked at first
def look(seconds):
    end = time.monotonic() + seconds
    while todo and time.monotonic() < end:
        start, stop = todo.pop()
        try:
            memory.seek(start)
            search(memory.read(min(stop - start, 1 << 24)))
        except (OSError, OverflowError, ValueError):
            continue
        if stop - start > 1 << 24:
            todo.append((start + (1 << 24) - 1000, stop))
memory = open("/proc/self/mem", "rb", 0)
look(1.5)
"""
COLLECT = """
bill = sorted(found)
found.clear()
gc.unfreeze()
parts = {type(b""): set(), type(""): set()}
for thing in gc.get_objects():
    for part in gc.get_referents(thing):
        if type(part) in parts: parts[type(part)].add(part)
search(b" ".join(parts[bytes]) + " ".join(parts[str]).encode("utf-8", "replace"))
bill = str([*bill, *sorted(found)])
"""


def clues(course, students):
    """What to look for, in a form that does not put it into memory: its first bytes, its length and its digest."""
    needles = {}

    def add(what, needle, known):
        needles.setdefault(needle[:known], []).append((what, len(needle), hashlib.sha256(needle).hexdigest()))

    add("decoy", b"left-here", 4)
    add("key", course.key.encode(), 7)
    add("key", bytes.fromhex(course.key), 5)
    for student in students:
        numbers = json.dumps(course.numbers(student))[1:-1].encode()
        add(f"numbers of {student}", numbers, 10)
        for before in range(3):
            coded = base64.b64encode(bytes(before) + numbers)
            add(f"coded numbers of {student}", coded[4 if before else 0 : -4], 8)
        add(f"code of {student}", course.right(student)["limit"].partition("\n")[0].encode(), 8)
    answer = folder.rubric_of(course.root, "toy", students[0])["questions"][0]["answers"][1]
    add(f"{answer['name']} of {students[0]}", struct.pack("<d", answer["value"]), 4)
    return needles


@case(3, 0, bill=NO_FORMULA)
def remembers_others(pen):
    """What the process has in its memory that notebooks are born from: it must hold nothing of anybody."""
    return pen.page(f"clues = {clues(pen.course, HONEST)!r}\n{REMEMBER}", limit=f"{pen.limit}\nlook(1.5)", law=COLLECT)


@case(2, 2, cop=A_TEXT)
def hands_in_links(pen):
    for number, path in enumerate(filter(os.path.exists, pen.secrets)):
        (pen.folder / f"{number}.txt").symlink_to(path)
    (pen.folder / "all").symlink_to(pen.course.root)
    (pen.folder / "data").mkdir()
    (pen.folder / "data" / "own.txt").write_text("my own", encoding="utf-8")
    code = "import glob, os\ncop = str([name for name in sorted(glob.glob('**', recursive=True)) if os.path.isfile(name)])"
    return pen.attack(code)


@case(2, 2, cop=A_TEXT)
def hands_in_the_key(pen):
    """As a copy: nbgrader's `collect` follows links, with the rights of the instructor."""
    (pen.folder / "data.txt").write_text(f"{pen.course.key}\n", encoding="utf-8")
    return pen.attack("import os\ncop = str([open(name).read() for name in os.listdir() if name.endswith('.txt')])")
