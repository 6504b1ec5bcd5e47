"""Chromium, for printing and measuring: the system's if there is one, else Playwright's. It has no access to the network."""

import mimetypes
import shutil
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # for local servers: other hosts do not resolve
HOST = "http://book.invalid"  # a name that never resolves: all requests are answered by `opened`


def installed():
    """The path of the system's Chromium; None means Playwright's."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def opened(document, folders):
    """Open a document (a string) in a page; its requests are answered from folders: {first part of the path: folder}."""
    from playwright.sync_api import sync_playwright

    errors = []

    def answer(route):
        first, _, rest = unquote(urlsplit(route.request.url).path).lstrip("/").partition("/")
        if not route.request.url.startswith(f"{HOST}/"):
            errors.append(f"it loads {route.request.url} from another host")
            route.abort()
        elif not first:
            route.fulfill(body=document, content_type="text/html; charset=utf-8")
        elif first in folders and (file := folders[first] / rest).is_file():
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file)[0] or "application/octet-stream")
        else:
            errors.append(f"it loads {first}/{rest}, which does not exist")
            route.fulfill(status=404)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        try:
            context = browser.new_context(color_scheme="light", reduced_motion="reduce", locale="en-US", timezone_id="UTC")
            context.route("**/*", answer)
            page = context.new_page()
            page.set_default_timeout(120_000)
            page.on("pageerror", lambda error: errors.append(f"a script failed: {error}"))
            page.goto(f"{HOST}/")
            page.errors = errors
            yield page
        finally:
            browser.close()
