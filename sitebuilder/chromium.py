"""The Chromium that prints: the system's if there is one, else Playwright's own. It reaches no host."""

import mimetypes
import shutil
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # for what is served here: no other host has an address
HOST = "http://book.invalid"  # a name that leads nowhere: all that is asked for is answered here


def installed():
    """The system's Chromium if there is one; None means Playwright's."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def opened(document, folders):
    """A page that shows `document`, a text; what it asks for comes out of the folders: {first part of the path: folder}."""
    from playwright.sync_api import sync_playwright

    troubles = []

    def answer(route):
        first, _, rest = unquote(urlsplit(route.request.url).path).lstrip("/").partition("/")
        if not route.request.url.startswith(f"{HOST}/"):
            troubles.append(f"it asks another host for {route.request.url}")
            route.abort()
        elif not first:
            route.fulfill(body=document, content_type="text/html; charset=utf-8")
        elif first in folders and (file := folders[first] / rest).is_file():
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file)[0] or "application/octet-stream")
        else:
            troubles.append(f"it asks for {first}/{rest}, which is not there")
            route.fulfill(status=404)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        try:
            context = browser.new_context(color_scheme="light", reduced_motion="reduce", locale="en-US", timezone_id="UTC")
            context.route("**/*", answer)
            page = context.new_page()
            page.set_default_timeout(120_000)
            page.on("pageerror", lambda error: troubles.append(f"a script failed: {error}"))
            page.goto(f"{HOST}/")
            page.troubles = troubles
            yield page
        finally:
            browser.close()
