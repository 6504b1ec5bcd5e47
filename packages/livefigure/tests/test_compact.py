"""A drawing says everything once: ticks, ids, and what the parts of a group have in common."""

import re
from xml.etree import ElementTree

import pytest
from gallery import MAKERS
from livefigure.compact import HREF, SVG, arcs, join_ticks, share, short_names, upright
from livefigure.hosts import drawings
from matplotlib.path import Path

HEAD = '<svg xmlns="http://www.w3.org/2000/svg">'


def parsed(body):
    return ElementTree.fromstring(f"{HEAD}{body}</svg>")


def tick(x, y, link="#t", style="stroke:red"):
    return f'<use href="{link}" x="{x}" y="{y}" style="{style}"/>'


def test_ticks_of_a_kind_become_one_path_at_the_place_of_the_first():
    root = parsed(
        f'<defs><path id="t" d="M0 0V3.5"/></defs><rect/>{tick(1, 9)}<text/>{tick(2.5, 9)}'
        f'<defs><path id="o" d="M0 0C1 2 3 4 5 6z"/></defs>{tick(4, 5, "#o")}'
    )
    join_ticks(root)
    assert [part.tag.removeprefix(SVG) for part in root] == ["rect", "path", "text", "defs", "use"]
    assert root[1].attrib == {"d": "M1 9v3.5M2.5 9v3.5", "style": "stroke:red"}
    assert root[4].get(HREF) == "#o"


def test_ticks_that_differ_stay_apart_and_a_definition_that_is_used_stays():
    root = parsed(f'<defs><path id="t" d="M0 0H-2"/></defs>{tick(1, 9)}{tick(2, 9, style="stroke:blue")}<g id="lf-1">{tick(3, 9)}</g>')
    join_ticks(root)
    assert [part.get("d") for part in root.iter(f"{SVG}path")] == ["M0 0H-2", "M1 9h-2", "M2 9h-2"]
    assert len(root.findall(f".//{SVG}use")) == 1


def test_level_and_upright_lines_are_written_with_one_number():
    assert upright("M1 2L5 2L5 7.5L1 7.5zM1 9L2 9L3 8") == "M1 2H5V7.5H1zM1 9H2L3 8"
    assert upright("M-1 2L-1 2L0 3") == "M-1 2H-1L0 3"


def test_a_disc_is_two_arcs_and_what_is_not_round_stays():
    curves = [part for part, code in Path.circle(radius=2.8).iter_segments() if code == Path.CURVE4]
    flipped = [" ".join(f"{number:.2f}" for number in part * ([1, -1] * 3)) for part in curves]
    disc = "".join(["M0 2.8", *(f"C{part}" for part in flipped), "z"])
    assert arcs(disc) == "M0 2.8A2.8 2.8 0 0 0 0 -2.8A2.8 2.8 0 0 0 0 2.8z"
    for other in (disc.replace("1.98", "1.9"), "M0 2.8L2 0L-2 0z", "M0 2.8C1 1 2 2 3 0z"):
        assert arcs(other) == other


def test_markers_share_the_colour_of_their_edge():
    root = parsed(
        f"""<g id="lf-1">{"".join(tick(x, 1, style=f"fill:{color};stroke:white") for x, color in enumerate(("red", "blue", "red")))}</g>"""
    )
    share(root)
    assert root[0].get("style") == "stroke:white" and [part.get("style") for part in root[0]] == ["fill:red", "fill:blue", "fill:red"]


def parts(*styles, clip="url(#c)"):
    return "".join(f'<path d="M0 0z" clip-path="{clip}" style="{style}"/>' for style in styles)


def test_a_group_says_what_its_parts_share_and_what_differs_stays():
    styles = [f"fill:{color};stroke-width:0.4;opacity:0.5" for color in ("red", "blue", "red")]
    root = parsed(f'<g id="lf-1">{parts(*styles)}</g><g id="lf-2">{parts(*styles[:2])}</g>')
    share(root)
    many, few = root
    assert (many.get("clip-path"), many.get("style")) == ("url(#c)", "stroke-width:0.4")
    assert [part.attrib for part in many] == [{"d": "M0 0z", "style": f"fill:{color};opacity:0.5"} for color in ("red", "blue", "red")]
    assert "style" not in few.attrib and few[0].get("clip-path") == "url(#c)"


def test_a_colour_is_shared_but_not_that_of_a_line():
    root = parsed(f'<g id="lf-1">{parts(*["fill:red;stroke:white"] * 3)}</g>')
    share(root)
    assert root[0].get("style") == "fill:red" and {part.get("style") for part in root[0]} == {"stroke:white"}


def test_parts_with_clips_or_words_of_their_own_keep_them():
    root = parsed(f'<g id="lf-1">{parts("stroke-width:1")}{parts("stroke-width:1", "stroke-width:2", clip="url(#d)")}</g>')
    before = ElementTree.tostring(root)
    share(root)
    assert ElementTree.tostring(root) == before
    words = parsed('<g id="lf-1"><text style="stroke-width:1"/><text style="stroke-width:1"/><text style="stroke-width:1"/></g>')
    share(words)
    assert "style" not in words[0].attrib


def test_parts_come_out_of_groups_that_only_clip_them():
    root = parsed(f'<g id="lf-1">{"".join(f"""<g clip-path="url(#c)">{tick(x, 1)}</g>""" for x in range(3))}</g>')
    share(root)
    assert [part.tag for part in root[0]] == [f"{SVG}use"] * 3 and root[0].get("clip-path") == "url(#c)"


def test_short_names_differ_within_a_drawing_and_between_drawings():
    names = {f"m{n:04}" for n in range(100)}
    wide, narrow = (set(short_names(names, f"fig-one-{layout}").values()) for layout in ("wide", "narrow"))
    assert len(wide | narrow) == 200 and max(map(len, wide)) == 10


@pytest.mark.parametrize("name", MAKERS)
def test_every_link_of_a_drawing_has_its_target_once(name):
    svgs, _ = drawings(MAKERS[name]())
    ids = re.findall(r'\bid="([^"]+)"', svgs)
    assert len(ids) == len(set(ids))
    links = set(re.findall(r'(?:href="|url\()#([\w-]+)', svgs))
    assert links <= set(ids)
    assert {one for one in ids if not re.search(r"-lf-\d+(-beyond)?$", one)} <= links  # and nothing is there that nobody uses
