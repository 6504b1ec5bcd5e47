"""Firefox and WebKit without a window, on pages of this machine; each notes what goes wrong on its page.

They are the browsers as people have them, which Playwright does not drive. Firefox answers WebDriver BiDi by itself, WebKit has a WebDriver
of its own; keys, mouse and fingers are the same JSON in both. Neither can reach another machine: its proxy is a port where nobody listens.
"""

import base64
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path

import websocket

from support.browser import OPEN_FOLDS, QuietHandler, is_foreign

NOWHERE = 9  # the port of the proxy for all other machines
PATIENCE = 60  # seconds that a start or a command may take
QUIET = {
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": NOWHERE,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": NOWHERE,
    "network.proxy.type": 1,
    "remote.active-protocols": 1,  # WebDriver BiDi alone
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
    "ui.prefersReducedMotion": 0,
}
# A script that comes before all others of a page and keeps what goes wrong, since WebKit's driver does not tell it.
LISTENING = """
window.heard = [];
for (const kind of ['error', 'warn']) {
  const say = console[kind];
  console[kind] = (...words) => { heard.push(`console ${kind}: ${words.join(' ')}`); say.apply(console, words); };
}
addEventListener('error', (event) => heard.push(`error: ${event.message ?? event.target.outerHTML}`), true);
addEventListener('unhandledrejection', (event) => heard.push(`promise: ${event.reason}`));
addEventListener('securitypolicyviolation', (event) => heard.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
# The elements of formulas, in the page as it stands now, that have not the children which they need.
BROKEN_FORMULAS = """() => Object.entries({ mfrac: 2, mroot: 2, msub: 2, msup: 2, munder: 2, mover: 2, msubsup: 3, munderover: 3 })
  .flatMap(([name, count]) => [...document.querySelectorAll(name)].filter((part) => part.children.length !== count))
  .map((part) => `formula: ${part.outerHTML}`)"""
HALF_READ = "Invalid markup: Incorrect number of children"  # Firefox draws what it has read of a page, which may end within a formula
HEARD = "() => [window.heard ?? [], performance.getEntries().map((entry) => entry.name).filter((name) => name.includes('://'))]"
KEYS = {name: chr(code) for name, code in {"Enter": 0xE007, "Escape": 0xE00C, "End": 0xE010, "Home": 0xE011, "ArrowLeft": 0xE012, "ArrowRight": 0xE014,
        "Tab": 0xE004, "Backspace": 0xE003}.items()}  # fmt: skip


class ListeningHandler(QuietHandler):
    """Serves pages that keep what goes wrong on them."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if self.path == "/listening.js":
            self.answer(LISTENING + OPEN_FOLDS, "text/javascript")
        elif path.suffix == ".html" and path.is_file():
            html = path.read_text(encoding="utf-8")
            self.answer(html.replace("<head>", '<head><script src="/listening.js"></script>', 1), "text/html; charset=utf-8")
        else:
            super().do_GET()

    def answer(self, text, kind):
        content = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def until(answer, trouble):
    """The first true answer; TimeoutError after a while without one."""
    for _ in range(PATIENCE * 20):
        if found := answer():
            return found
        time.sleep(0.05)
    raise TimeoutError(trouble)


class Engine:
    """A browser with one page. `name` is its product, `needs` the programs without which it cannot run here."""

    needs: tuple[str, ...] = ()
    has_fingers = False  # whether its driver makes more of a finger than a mouse

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix=f"{self.name}-"))
        self.processes = []
        # A home of its own: Firefox refuses another user's, and both would leave files there.
        self.environment = os.environ | {"HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder), "NO_AT_BRIDGE": "1"}
        try:
            self.begin()
        except BaseException:
            self.close()
            raise

    @classmethod
    def missing(cls):
        """The programs that are not installed."""
        return [names for names in cls.needs if not any(map(shutil.which, names.split(" or ")))]

    def start(self, *command, **options):
        """Start a program that ends with this browser. What it says is in a file."""
        with (self.folder / f"{Path(command[0]).name}.log").open("wb") as log:
            arguments = {"stdout": log, "stderr": subprocess.STDOUT, "env": self.environment, "start_new_session": True}
            self.processes.append(subprocess.Popen(command, **arguments | options))

    def close(self):
        for process in reversed(self.processes):
            try:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            except ProcessLookupError:
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, function, *arguments):
        """What a JavaScript function answers; a promise is waited for."""
        return self.evaluate(f"({function})(...{json.dumps(arguments)})")

    def wait(self, function, *arguments):
        return until(lambda: self.run(function, *arguments), f"not true within {PATIENCE} s: {function} {arguments}")

    def troubles(self):
        """What went wrong on the page since it was opened."""
        heard, addresses = self.run(HEARD)
        said = (text for text in self.said() if HALF_READ not in text)  # `BROKEN_FORMULAS` looks at the whole page
        return [*heard, *said, *self.run(BROKEN_FORMULAS), *(f"foreign request: {address}" for address in addresses if is_foreign(address))]

    def press(self, *keys):
        """Press keys, one after the other: a name of `KEYS` or a letter."""
        strokes = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self.act({"type": "key", "id": "keys", "actions": strokes})

    def drag(self, *places, finger=False):
        """Put the pointer down at the first place, move it over the others, lift it."""
        first, *others = [{"type": "pointerMove", "x": round(x), "y": round(y), "duration": 20} for x, y in places]
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        kind = "touch" if finger else "mouse"
        self.act({"type": "pointer", "id": kind, "parameters": {"pointerType": kind}, "actions": [first, down, *others, up]})


class Firefox(Engine):
    name = "Firefox"
    needs = ("firefox-esr or firefox",)
    has_fingers = True

    def begin(self):
        preferences = "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in QUIET.items())
        (self.folder / "user.js").write_text(preferences, encoding="utf-8")
        program = shutil.which("firefox-esr") or shutil.which("firefox")
        self.start(program, "--headless", "--no-remote", "--profile", str(self.folder), "--remote-debugging-port", "0")
        log = self.folder / f"{Path(program).name}.log"
        found = until(lambda: re.search(rb"WebDriver BiDi listening on (ws://\S+)", log.read_bytes()), f"{program} does not listen")
        self.socket = websocket.create_connection(f"{found[1].decode()}/session", timeout=PATIENCE, suppress_origin=True)
        self.count, self.events = 0, []
        made = self.command("session.new", capabilities={})["capabilities"]
        self.version = f"{self.name} {made['browserVersion']}"
        self.context = self.command("browsingContext.getTree")["contexts"][0]["context"]
        self.command("session.subscribe", events=["log.entryAdded", "network.responseCompleted"])

    def close(self):
        if hasattr(self, "socket"):
            self.socket.close()
        super().close()

    def command(self, method, **parameters):
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") != self.count:
                self.events.append(answer)
            elif answer["type"] == "error":
                raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
            else:
                return answer["result"]

    def resize(self, width, height):
        self.command("browsingContext.setViewport", context=self.context, viewport={"width": width, "height": height})

    def open(self, address):
        self.command("browsingContext.navigate", context=self.context, url="about:blank", wait="complete")
        self.events.clear()
        self.command("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def evaluate(self, expression):
        text = f"Promise.resolve({expression}).then((answer) => JSON.stringify(answer ?? null))"
        answer = self.command("script.evaluate", expression=text, target={"context": self.context}, awaitPromise=True, userActivation=True)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def act(self, source):
        self.command("input.performActions", context=self.context, actions=[source])

    def said(self):
        """Errors and warnings of the console, and answers that are errors."""
        for event in self.events:
            facts = event["params"]
            if event["method"] == "log.entryAdded" and facts["level"] in ("error", "warn"):
                yield f"console {facts['level']}: {facts['text']}"
            elif event["method"] == "network.responseCompleted" and facts["response"]["status"] >= 400:
                yield f"{facts['response']['status']}: {facts['request']['url']}"

    def picture(self, path):
        answer = self.command("browsingContext.captureScreenshot", context=self.context)
        Path(path).write_bytes(base64.b64decode(answer["data"]))


class WebKit(Engine):
    name = "WebKit"
    needs = ("WebKitWebDriver", "Xvfb")

    def begin(self):
        self.environment |= {"GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        read, write = os.pipe()
        self.start("Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1200x24", "-nolisten", "tcp", pass_fds=[write])
        os.close(write)
        with os.fdopen(read, "rb") as display:
            self.environment["DISPLAY"] = f":{display.readline().decode().strip()}"
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.start("WebKitWebDriver", f"--port={port}")
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        until(self.listens, "WebKitWebDriver does not listen")
        (program,) = Path("/usr/lib").rglob("webkit2gtk-4.1/MiniBrowser")
        proxy = {"proxyType": "manual", "httpProxy": f"127.0.0.1:{NOWHERE}", "sslProxy": f"127.0.0.1:{NOWHERE}", "noProxy": ["127.0.0.1"]}
        options = {"binary": str(program), "args": ["--automation"]}
        self.session = ""
        made = self.command("POST", "", capabilities={"alwaysMatch": {"proxy": proxy, "webkitgtk:browserOptions": options}})
        self.session = f"/{made['sessionId']}"
        self.version = f"{self.name} {made['capabilities']['browserVersion']}"

    def listens(self):
        try:
            self.connection.connect()
        except ConnectionRefusedError:
            return False
        return True

    def close(self):
        if getattr(self, "session", ""):
            with suppress(OSError, RuntimeError):
                self.command("DELETE", "")  # MiniBrowser ends with its session
        if hasattr(self, "connection"):
            self.connection.close()
        super().close()

    def command(self, method, path, **parameters):
        body = json.dumps(parameters).encode() if method == "POST" else None
        self.connection.request(method, f"/session{self.session}{path}", body, {"Content-Type": "application/json"})
        answer = json.loads(self.connection.getresponse().read())["value"]
        if isinstance(answer, dict) and "error" in answer:
            raise RuntimeError(f"{method} {path}: {answer['error']}: {answer['message']}")
        return answer

    def resize(self, width, height):
        """Make the window so large that the page has this size; it cannot be narrower than about 450 px."""
        for _ in range(2):
            frame = self.run("() => [outerWidth - innerWidth, outerHeight - innerHeight]")
            self.command("POST", "/window/rect", x=0, y=0, width=width + frame[0], height=height + frame[1])

    def open(self, address):
        self.command("POST", "/url", url="about:blank")
        self.command("POST", "/url", url=address)

    def evaluate(self, expression):
        text = f"const done = arguments[0]; Promise.resolve({expression}).then((answer) => done(JSON.stringify(answer ?? null)))"
        return json.loads(self.command("POST", "/execute/async", script=text, args=[]))

    def act(self, source):
        self.command("POST", "/actions", actions=[source])

    def said(self):
        """Nothing: WebKit's driver does not tell what the console says."""
        return ()

    def picture(self, path):
        Path(path).write_bytes(base64.b64decode(self.command("GET", "/screenshot")))


ENGINES = (Firefox, WebKit)
