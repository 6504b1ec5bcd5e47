"""What the chapters of *The Price of Cold* use besides physics and figures.

One module per job: `chapterkit.prose` keeps numbers for the sentences, `chapterkit.selfcheck` asks questions that the page checks
by itself, `chapterkit.claims` gives verdicts on the article's claims, `chapterkit.landmarks` has the temperatures that readers know,
`chapterkit.machine_table` shows published machines, and `chapterkit.pictures` draws machines, in the colours of `chapterkit.scales`.
`chapterkit.sizing` and `chapterkit.practice` are the tools of the pages with these names. `chapterkit.outputs` says how a cell's numbers are shown.
"""

from livefigure import name_colors

from chapterkit.outputs import show_six_digits

__version__ = "0.1.0"

# A colour means the same thing in the whole book: heat at either end and work, and the three models of a gas.
name_colors(hot="vermilion", cold="blue", work="green", real="ink", vdw="purple", ideal="grey")

show_six_digits()
