"""What the chapters of *The Price of Cold* call beside physics and figures.

Each job is a module: `chapterkit.prose` keeps numbers for the sentences, `chapterkit.selfcheck` asks questions that a page checks
by itself, `chapterkit.claims` weighs the article's claims, and `chapterkit.landmarks` has the temperatures that readers know.
"""

__version__ = "0.1.0"
