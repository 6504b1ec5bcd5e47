"""Chromium for the tests: it reaches no other machine, and each page notes what goes wrong on it."""

import functools
from contextlib import ExitStack, contextmanager
from http.server import SimpleHTTPRequestHandler
from urllib.parse import urlsplit

from sitebuilder import chromium

FLAGS = [*chromium.FLAGS, chromium.ALONE]


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        """Serve the file; an icon that the browser asks for by itself, because a page names none, is no error."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()


def wait_until(page, expression, *, arg=None, timeout=10_000):
    """`Page.wait_for_function` for our pages, whose policy forbids the evaluation of text in them, which Playwright's needs."""
    for _ in range(timeout // 25):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"not true within {timeout / 1000:g} s: {expression}")


def is_foreign(address):
    """Whether an address is on another machine. Chromium cannot resolve it, so the request fails, but it is reported all the same."""
    parts = urlsplit(address)
    return parts.scheme not in ("file", "data", "blob", "about") and parts.hostname != "127.0.0.1"


# Event of a page -> the trouble that it is, if it is one.
TROUBLES = {
    "request": lambda request: f"foreign request: {request.url}" if is_foreign(request.url) else None,
    "response": lambda response: f"{response.status}: {response.url}" if response.status >= 400 else None,
    "console": lambda message: f"console {message.type}: {message.text}" if message.type in ("error", "warning") else None,
    "pageerror": lambda error: f"page error: {error.stack or error}",
}


# Before the page's own scripts: what goes deeper is open as soon as it is read, so that a test can use all of a page.
OPEN_FOLDS = """addEventListener('DOMContentLoaded', () => {
  document.querySelectorAll('details.deeper').forEach((fold) => { fold.open = true; });
});
"""

# Methods whose effect lasts beyond the document that a tab shows, and cannot always be undone.
LASTING = ("add_init_script", "emulate_media", "expose_binding", "expose_function", "route", "set_extra_http_headers")


class Profile:
    """A browser context and its tabs. A tab finds what the last one has fetched and compiled, and nothing else of it."""

    def __init__(self, browser, script, options):
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(10_000)
        self.context.set_default_navigation_timeout(60_000)  # a busy machine takes its time for a long page
        if script:
            self.context.add_init_script(script)
        self.idle = []

    def open(self):
        page = self.context.new_page()
        page.changed = False

        def marking_change(method):
            def call(*arguments, **options):
                page.changed = True
                return method(*arguments, **options)

            return call

        for name in LASTING:
            setattr(page, name, marking_change(getattr(page, name)))
        return page

    def take(self):
        page = self.idle.pop() if self.idle else self.open()
        page.bring_to_front()  # tabs in the background are drawn rarely
        page.troubles, page.listeners = [], {}
        page.wait_for_function = functools.partial(wait_until, page)
        for event, trouble in TROUBLES.items():
            page.listeners[event] = lambda occurrence, trouble=trouble: (text := trouble(occurrence)) and page.troubles.append(text)
            page.on(event, page.listeners[event])
        return page

    def leave(self, page):
        """Make a tab as good as new: nothing shown, nothing stored, the mouse away. A tab that cannot be reset is closed."""
        page.evaluate("() => { try { localStorage.clear(); sessionStorage.clear(); } catch { return; } }")  # some pages may not store
        if page.changed:
            page.close()
            return
        page.mouse.move(0, 0)
        page.goto("about:blank")
        for event, listener in page.listeners.items():
            page.remove_listener(event, listener)
        self.idle.append(page)


@contextmanager
def visits(browser, profiles=None):
    """visit(address) -> an open page that reaches no host but this machine; `page.troubles` lists what went wrong on it.

    `script` runs before the page's own scripts. What is folded as going deeper is open, unless `folded`. Each visit has a profile of its
    own, unless `profiles`, a dictionary, is given to keep them in: then visits with the same options share one.
    """
    taken = []

    def visit(address, *, viewport=None, script="", folded=False, **options):
        script = script if folded else OPEN_FOLDS + script
        key = repr((script, sorted(options.items()))) if profiles is not None else len(taken)
        known = profiles if profiles is not None else {}
        if key not in known:
            known[key] = Profile(browser, script, options)
        page = known[key].take()
        taken.append((known[key], page))
        page.set_viewport_size(viewport or {"width": 1280, "height": 900})
        page.goto(address)
        return page

    yield visit
    for profile, page in taken:
        if profiles is None:
            profile.context.close()
        else:
            profile.leave(page)


@contextmanager
def turned(browser, windows, address, **options):
    """turn_to(page) -> the page at address(page), open until another is asked for: tests of figures go through the book page by page.

    `windows` is a dictionary of profiles for such pages alone: in a window with those that tests visit meanwhile they would be in the background.
    """
    opened = {}
    with ExitStack() as stack:

        def turn_to(page):
            if page not in opened:
                stack.close()
                opened.clear()
                opened[page] = stack.enter_context(visits(browser, windows))(address(page), **options)
            return opened[page]

        yield turn_to
