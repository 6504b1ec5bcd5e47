"""What the comparison with plain Sphinx sees, and what it leaves out."""

from publish.plain_sphinx import differences

PAGE = '<html><body><nav>{nav}</nav><article class="bd-article"><h1>Cold</h1><p>It takes <b>{watts}</b> W.</p>{made_of}</article></body></html>'
MADE_OF = '<div class="made-of docutils container"><table><tr><td>sphinx</td><td>{}</td></tr></table></div>'


def site(folder, **parts):
    folder.mkdir()
    (folder / "a.html").write_text(PAGE.format(**{"nav": "", "watts": 12, "made_of": ""} | parts), encoding="utf-8")
    return folder


def test_pages_with_the_same_text_do_not_differ(tmp_path):
    one = site(tmp_path / "one", nav="Search", made_of=MADE_OF.format("7.4"))
    other = site(tmp_path / "other", nav="Find", made_of=MADE_OF.format("9.0"))
    assert differences(one, other, ["a"]) == {}


def test_another_number_and_a_missing_page_are_differences(tmp_path):
    found = differences(site(tmp_path / "one"), site(tmp_path / "other", watts=13), ["a"])
    assert {"-12", "+13"} <= set(found["a"])
    (tmp_path / "other/a.html").unlink()
    assert "-Cold" in differences(tmp_path / "one", tmp_path / "other", ["a"])["a"]
