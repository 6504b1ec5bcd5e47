"""What style and scripts add to a page: the time of the browser's main thread until the page rests, divided by that of its bare HTML.

No film plays, as for a reader who wants less motion: a film keeps the thread busy for as long as one watches it. Both are measured in turn
in one run, in time of the thread, so that the ratio depends little on the machine and on what else it does.
"""

import re
import statistics
from math import ceil

from playwright.sync_api import sync_playwright
from record import Sheet
from support.browser import FLAGS, QuietHandler
from support.site import SITE

from publish.check.pages import read
from sitebuilder import ROOT, contents
from sitebuilder.chromium import installed
from sitebuilder.serving import served

RUNS, AIM = 3, 1.4
REST = 700  # ms after the page has loaded
# What a page would not have as plain HTML: stylesheets, scripts that run, and the policy and hints about them.
DRESS = re.compile(
    r'<link[^>]*rel="(?:stylesheet|preload)"[^>]*>|<script(?![^>]*json)[^>]*>.*?</script>|<style[^>]*>.*?</style>|<noscript>.*?</noscript>'
    r"|<meta http-equiv=\"Content-Security-Policy\"[^>]*>",
    re.S,
)


def seconds(browser, address, html=None):
    """Time of the main thread for a page on its first visit; `html` is sent instead of the page's own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    if html:
        page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address, wait_until="load")
    page.wait_for_timeout(REST)
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    context.close()
    return metrics["TaskDuration"]


def main_thread():
    sheet = Sheet("The main thread, as a multiple of bare HTML", ["elements", "kB", "bare [ms]", "whole [ms]", "ratio"])
    with sync_playwright() as playwright, served(SITE, QuietHandler) as server:
        browser = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        for page in contents.pages(ROOT):
            file, address = SITE / f"{page}.html", f"{server.address}/{page}.html"
            plain = DRESS.sub("", file.read_text(encoding="utf-8"))
            runs = [(seconds(browser, address, plain), seconds(browser, address)) for _ in range(RUNS)]
            bare, whole = (statistics.median(times) for times in zip(*runs, strict=True))
            size = ceil(file.stat().st_size / 1000)
            sheet.row(
                page.rpartition("/")[2], read(file).elements, size, f"{1000 * bare:.0f}", f"{1000 * whole:.0f}", f"{whole / bare:.2f}"
            )
        browser.close()
    sheet.row("aim", "", "", "", "", f"< {AIM}")
    return [sheet]
