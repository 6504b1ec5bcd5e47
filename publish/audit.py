"""Measure every page with Lighthouse, on a phone and on a desktop: accessibility, best practices, search engines, speed.

`python -m publish.audit [SITE] [PAGE ...]` serves the built site to a Chromium that reaches no other host, prints a table of scores, and
fails if one is below its minimum. Full reports are in `_build/audit`. It needs Node.js and npm; Lighthouse is installed into
`_build/lighthouse`, in the versions of `publish/lighthouse/package-lock.json`.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
from http.server import SimpleHTTPRequestHandler
from io import BytesIO
from pathlib import Path

from sitebuilder import ROOT
from sitebuilder.chromium import ALONE, FLAGS, installed
from sitebuilder.serving import served

LOCK_FILES = ROOT / "publish" / "lighthouse"
FOLDER, REPORTS = ROOT / "_build" / "lighthouse", ROOT / "_build" / "audit"
# Speed depends on the machine, so it is printed but has no minimum.
MINIMUM = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": None}
DEVICES = {"phone": [], "desktop": ["--preset=desktop"]}
COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml")


class Server(SimpleHTTPRequestHandler):
    """A static server that compresses what it sends, as the hosts of static sites do."""

    def send_head(self):
        """Answer, compressed if the browser accepts that."""
        path = Path(self.translate_path(self.path))
        if path.suffix not in COMPRESSED or not path.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        data = gzip.compress(path.read_bytes())
        self.send_response(200)
        for name, value in (("Content-Type", self.guess_type(path)), ("Content-Encoding", "gzip"), ("Content-Length", str(len(data)))):
            self.send_header(name, value)
        self.end_headers()
        return BytesIO(data)

    def log_message(self, *arguments):
        """Do not log requests."""


def lighthouse():
    """The path of Lighthouse, which is installed first if it is missing or has other versions."""
    if not shutil.which("npm"):
        sys.exit("The audit needs Node.js and npm, which are not installed. On Debian and Ubuntu: apt-get install npm")
    lock, installed_lock = LOCK_FILES / "package-lock.json", FOLDER / "installed.json"
    if not installed_lock.exists() or installed_lock.read_bytes() != lock.read_bytes():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for file in LOCK_FILES.glob("package*.json"):
            shutil.copy(file, FOLDER)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=FOLDER, check=True)
        shutil.copy(lock, installed_lock)
    return FOLDER / "node_modules/lighthouse/cli/index.js"


def browser():
    if path := installed():
        return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def measure(program, chromium, address, device, report):
    """Lighthouse's report about a page."""
    flags = " ".join(f"'{flag}'" if " " in flag else flag for flag in ["--headless", *FLAGS, ALONE])
    command = ["node", program, address, f"--chrome-flags={flags}", f"--only-categories={','.join(MINIMUM)}", *DEVICES[device]]
    command += ["--output=json", f"--output-path={report}", "--quiet", "--no-enable-error-reporting"]
    subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": chromium}, stdin=subprocess.DEVNULL, timeout=300)
    return json.loads(Path(report).read_text(encoding="utf-8"))


def scores(report):
    return {name: round(100 * category["score"]) for name, category in report["categories"].items() if category["score"] is not None}


def faults(report, home):
    """What is wrong with a page, as messages: requests to other hosts, and the audits behind a score below its minimum."""
    if "runtimeError" in report:
        return [report["runtimeError"]["message"]]
    requested = [item["url"] for item in report["audits"]["network-requests"]["details"]["items"]]
    messages = [f"it loads {url} from another host" for url in requested if not url.startswith((home, "data:", "blob:"))]
    reached = scores(report)
    for name, minimum in MINIMUM.items():
        if minimum is None or reached.get(name, 0) >= minimum:
            continue
        checks = [report["audits"][check["id"]] for check in report["categories"][name]["auditRefs"] if check["weight"]]
        failed = [check["title"] for check in checks if check["score"] is not None and check["score"] < 1]
        messages.append(f"{name} is {reached.get(name, 'not measured')}, less than {minimum}: {'; '.join(failed)}")
    return messages


def pages_of(site):
    return [*json.loads((site / "build.json").read_text(encoding="utf-8"))["pages"], "search.html"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "_build" / "site", help="the folder of the built site")
    parser.add_argument("pages", nargs="*", help="only these pages, as chapters/stirling.html")
    options = parser.parse_args()
    if not (options.site / "build.json").exists():
        sys.exit(f"{options.site} is not a built site: run make site first")
    program, chromium = lighthouse(), browser()
    REPORTS.mkdir(parents=True, exist_ok=True)
    print(f"{'page':38}{'device':9}" + "".join(f"{name:>16}" for name in MINIMUM))
    errors = []
    with served(options.site, Server) as server:
        for page in options.pages or pages_of(options.site):
            for device in DEVICES:
                file = REPORTS / f"{page.replace('/', '-').removesuffix('.html')}-{device}.json"
                report = measure(program, chromium, f"{server.address}/{page}", device, file)
                reached = scores(report)
                print(f"{page:38}{device:9}" + "".join(f"{reached.get(name, '-'):>16}" for name in MINIMUM), flush=True)
                errors += [f"{page}, {device}: {fault}" for fault in faults(report, server.address)]
    if errors:
        sys.exit("\n".join(errors))


if __name__ == "__main__":
    main()
