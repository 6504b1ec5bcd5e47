"""Measure every page with Lighthouse, as a phone and as a desktop see it: accessibility, best practices, what search engines ask, speed.

`python -m publish.audit [SITE] [PAGE ...]` serves the built site to a Chromium that reaches no other host, prints a table of scores, and
fails when one is below its floor. The whole reports are left in `_build/audit`. It needs Node.js and npm; Lighthouse is installed into
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

LISTS = ROOT / "publish" / "lighthouse"
FOLDER, REPORTS = ROOT / "_build" / "lighthouse", ROOT / "_build" / "audit"
# Speed depends on the machine that measures: it is shown, and has no floor.
FLOORS = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": None}
FORMS = {"phone": [], "desktop": ["--preset=desktop"]}
PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml")


class Server(SimpleHTTPRequestHandler):
    """A static server that packs what it sends, as the hosts of static sites do."""

    def send_head(self):
        """Answer, packed if the browser takes that."""
        path = Path(self.translate_path(self.path))
        if path.suffix not in PACKED or not path.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        data = gzip.compress(path.read_bytes())
        self.send_response(200)
        for name, value in (("Content-Type", self.guess_type(path)), ("Content-Encoding", "gzip"), ("Content-Length", str(len(data)))):
            self.send_header(name, value)
        self.end_headers()
        return BytesIO(data)

    def log_message(self, *arguments):
        """Say nothing about each request."""


def lighthouse():
    """The program, installed if it is not, or not in the listed versions."""
    if not shutil.which("npm"):
        sys.exit("The audit needs Node.js and npm, which are not there. On Debian and Ubuntu: apt-get install npm")
    list_, mark = LISTS / "package-lock.json", FOLDER / "installed.json"
    if not mark.exists() or mark.read_bytes() != list_.read_bytes():
        FOLDER.mkdir(parents=True, exist_ok=True)
        for file in LISTS.glob("package*.json"):
            shutil.copy(file, FOLDER)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=FOLDER, check=True)
        shutil.copy(list_, mark)
    return FOLDER / "node_modules/lighthouse/cli/index.js"


def browser():
    if found := installed():
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def measure(program, chromium, address, form, report):
    """Lighthouse's report about a page."""
    flags = " ".join(f"'{flag}'" if " " in flag else flag for flag in ["--headless", *FLAGS, ALONE])
    command = ["node", program, address, f"--chrome-flags={flags}", f"--only-categories={','.join(FLOORS)}", *FORMS[form]]
    command += ["--output=json", f"--output-path={report}", "--quiet", "--no-enable-error-reporting"]
    subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": chromium}, stdin=subprocess.DEVNULL, timeout=300)
    return json.loads(Path(report).read_text(encoding="utf-8"))


def scores(told):
    return {name: round(100 * category["score"]) for name, category in told["categories"].items() if category["score"] is not None}


def faults(told, home):
    """What is wrong with a page, in words: what it asks other hosts for, and what keeps a score below its floor."""
    if "runtimeError" in told:
        return [told["runtimeError"]["message"]]
    asked = [item["url"] for item in told["audits"]["network-requests"]["details"]["items"]]
    found = [f"it asks another host for {url}" for url in asked if not url.startswith((home, "data:", "blob:"))]
    reached = scores(told)
    for name, floor in FLOORS.items():
        if floor is None or reached.get(name, 0) >= floor:
            continue
        checks = [told["audits"][check["id"]] for check in told["categories"][name]["auditRefs"] if check["weight"]]
        failed = [check["title"] for check in checks if check["score"] is not None and check["score"] < 1]
        found.append(f"{name} is {reached.get(name, 'not measured')}, less than {floor}: {'; '.join(failed)}")
    return found


def pages_of(site):
    return [*json.loads((site / "build.json").read_text(encoding="utf-8"))["pages"], "search.html"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "_build" / "site", help="the folder of the built site")
    parser.add_argument("pages", nargs="*", help="only these pages, as chapters/stirling.html")
    given = parser.parse_args()
    if not (given.site / "build.json").exists():
        sys.exit(f"{given.site} is no built site: run make site first")
    program, chromium = lighthouse(), browser()
    REPORTS.mkdir(parents=True, exist_ok=True)
    print(f"{'page':38}{'seen by':9}" + "".join(f"{name:>16}" for name in FLOORS))
    wrong = []
    with served(given.site, Server) as server:
        for page in given.pages or pages_of(given.site):
            for form in FORMS:
                report = REPORTS / f"{page.replace('/', '-').removesuffix('.html')}-{form}.json"
                told = measure(program, chromium, f"{server.address}/{page}", form, report)
                reached = scores(told)
                print(f"{page:38}{form:9}" + "".join(f"{reached.get(name, '-'):>16}" for name in FLOORS), flush=True)
                wrong += [f"{page}, {form}: {fault}" for fault in faults(told, server.address)]
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
