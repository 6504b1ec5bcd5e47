"""Fingers in Chromium, which Playwright's mouse is not."""


def finger(page, places):
    """Put a finger down at the first place, move it to the others and lift it."""
    session = page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(places):
        kind = "touchMove" if number else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()
    page.wait_for_timeout(100)


def tap(page, place):
    finger(page, [place])


def swipe(page, start, by, steps=8):
    finger(page, [(start[0] + by[0] * step / steps, start[1] + by[1] * step / steps) for step in range(steps + 1)])
