"""Attacks that write what is not theirs, take too much of everything, and talk to the grader, the network and the instructor's browser."""

from hostile.cases import A_TEXT, LEFT, NO_FORMULA, SOCKET, case
from hostile.mistakes import MODULE, STOPPED

# Writing what is not theirs

WRITE = """
import os, shutil, sqlite3
done = []
def attempt(what, path, *arguments):
    try: what(path, *arguments); done.append(path)
    except (OSError, sqlite3.Error): pass
def overwrite(path):
    with open(path, "r+b") as file: file.write(b"mine")
def give(path):
    sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None).execute("UPDATE grade SET auto_score = 0")
for path in secrets:
    attempt(overwrite, path); attempt(os.truncate, path, 0); attempt(os.chmod, path, 0o666); attempt(os.rename, path, path + "~"); attempt(os.remove, path)
attempt(give, course + "/gradebook.db")
cop = str(done)
for path in secrets:  # and where there is nothing to see
    try: os.makedirs(os.path.dirname(path), exist_ok=True); open(path, "w").write("mine")
    except OSError: pass
"""


@case(2, 2, cop=A_TEXT)
def writes_to_the_gradebook(pen):
    return pen.attack(WRITE, course=str(pen.course.root), secrets=pen.secrets)


PATCH = """
import os, sys, IPython, json, coursework.marking.questions, coursework.sandbox.sandbox, numpy
files = [one.__file__ for one in (IPython, json, numpy, coursework.marking.questions, coursework.sandbox.sandbox)] + [sys.executable, "/etc/passwd"]
places = [place for place in sys.path if os.path.isdir(place) and place != os.getcwd()] + ["/", "/etc", "/usr/lib", os.path.dirname(sys.executable)]
done = []
for path in files:
    try: open(path, "r+b").close(); done.append(path)
    except OSError: pass
    try: os.utime(path); done.append(path)
    except OSError: pass
for place in places:
    try: open(place + "/sitecustomize.py", "a").write(module); done.append(place)
    except OSError: pass
cop = str(done)
"""


@case(2, 2, cop=A_TEXT)
def patches_python(pen):
    return pen.attack(PATCH, module=MODULE.format(canary=str(pen.course.root / "canary")))


# Too much of everything


@case()
def takes_memory(pen):
    return pen.page(limit=f"{pen.limit}\nwhole = bytearray(4 * 1024**3)")


FORKS = "import os, time\nfor number in range(8):\n    if os.fork() == 0:\n        a = bytearray(b'a') * 150_000_000\n        time.sleep(60)\ntime.sleep(60)"


@case(3, None, "it used more than 0.5 GB of memory", bill="It used more than 0.5 GB of memory.")
def takes_memory_in_parts(pen):
    return pen.page(law=FORKS)


@case(3, None, STOPPED.format(6, "bill"), bill=STOPPED.format(6, "bill"))
def bombs(pen):
    return pen.page(law="import os, time\nwhile True:\n    try: os.fork()\n    except OSError: time.sleep(0.01)")


@case()
def prints_without_end(pen):
    return pen.page(
        limit=f"{pen.limit}\nprint('x' * 100_000_000)",
        law=f"{pen.law}\nimport os\nfor _ in range(100):\n    os.write(1, b'y' * 1_000_000); os.write(2, b'z' * 1_000_000); print('w' * 1_000_000)",
    )


@case()
def writes_a_large_file(pen):
    code = "with open('large', 'wb') as file:\n    for _ in range(1000): file.write(b'a' * 1_000_000)"
    return pen.page(limit=f"{pen.limit}\n{code}")


DAEMON = """
import glob, os, time
while True:
    for path in [*glob.glob("/student/**", recursive=True), *glob.glob("/tmp/**", recursive=True), *glob.glob("/proc/[0-9]*/fd/*")]:
        try: os.write(os.open(path, os.O_WRONLY | os.O_NONBLOCK), b"cop = power = 0")
        except OSError: pass
    try: os.kill(-1, 9)
    except OSError: pass
    time.sleep(0.1)
"""


@case()
def leaves_a_daemon(pen):
    """It spoils whatever it finds, from the first second of the next student on."""
    code = f"import os, subprocess, sys\nstart = [sys.executable, '-c', {'import time; time.sleep(2)' + DAEMON!r}, {LEFT!r}]\n"
    code += "if os.fork() == 0:\n    os.setsid()\n    os.execv(sys.executable, start)\n"
    return pen.page(limit=f"{pen.limit}\n{code}left = subprocess.Popen(start, start_new_session=True)")


# Messages to the grader

TELL = """
import json, os, stat, struct
pipes = [n for n in range(3, 256) if os.path.exists(f"/proc/self/fd/{n}") and stat.S_ISFIFO(os.fstat(n).st_mode)]
def tell(message):
    data = json.dumps(message).encode()
    for pipe in pipes: os.write(pipe, struct.pack(">I", len(data)) + data)
def record(cell, **answers):
    return {"cell": cell, "outputs": [], "answers": answers, "interrupted": False}
"""
MALFORMED = "its results after 5 cells could not be read: something other than the notebook's cells wrote there"


@case(0, None, MALFORMED, cop="Not right.", power="Not right.", bill=f"I{MALFORMED[1:]}.")
def forges_answers(pen):
    """For the cells to come: they count as if the student had given them, and so they are wrong; then the true ones disagree."""
    return pen.page(limit=f"{TELL}\ncop = power = 1\ntell(record(3)); tell(record(4, cop=1e-9, power=1e-9)); tell(record(6, bill='1'))")


@case(0, 0.5, cop="Not right.", power="Not right.", bill="This is one over what is asked for: the ratio is upside down.")
def forges_a_whole_notebook(pen):
    code = "tell(record(3)); tell(record(4, cop=1e-9, power=1e-9)); tell(record(5)); tell(record(6, bill='T_cold / (T_hot - T_cold)'))"
    return pen.page(limit=f"{TELL}\n{code}\ntell(record(7)); tell({{'end': True}}); os._exit(0)")


@case(3, None, "it sent more data than its results can have", bill="It sent more data than its results can have.")
def floods_the_grader(pen):
    return pen.page(law=f"{TELL}\nwhile True:\n    for pipe in pipes: os.write(pipe, bytes(1_000_000))")


NETWORK = """
import socket, urllib.request
reached = []
for family, address in ((socket.AF_INET, ("127.0.0.1", port)), (socket.AF_INET6, ("::1", port)), (socket.AF_UNIX, chr(0) + name)):
    try: socket.socket(family, socket.SOCK_STREAM).connect(address); reached.append(address)
    except OSError: pass
try: reached.append(urllib.request.urlopen(f"http://127.0.0.1:{port}", timeout=1).status)
except OSError: pass
cop = str(reached)
"""


@case(2, 2, cop=A_TEXT)
def calls_home(pen):
    return pen.attack(NETWORK, port=pen.course.port, name=SOCKET)


SCRIPT = "<script>alert('{}')</script>"


@case(0, 0, cop=A_TEXT, power=A_TEXT.replace("cop", "power").replace("48", "48 W"), bill=NO_FORMULA)
def shows_scripts(pen):
    code = f"""
from IPython.display import HTML, Javascript, Markdown, SVG, display
display(HTML("{SCRIPT.format(1)}"), Javascript("alert(2)"), Markdown("{SCRIPT.format(3)}"), SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(4)'/>"))
display({{"text/html": "{SCRIPT.format(5)}", "application/javascript": "alert(6)", "text/plain": "{SCRIPT.format(7)}"}}, raw=True)
cop, power = "{SCRIPT.format(8)}", "<img src=x onerror=alert(9)>"
"""
    return pen.page(limit=code, law=f'bill = "{SCRIPT.format(10)}"')


@case()
def writes_what_is_slow_to_render(pen):
    page = pen.page()
    page.cells[0].source = "\n" * 300_000 + "\\begin{a}" * 20_000 + "_a_ " * 20_000
    return page
