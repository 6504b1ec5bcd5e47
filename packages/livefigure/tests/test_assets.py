"""The script that figures share: modules joined without comments and indentation, and what cannot be joined is refused."""

import pytest
from livefigure import assets


def test_the_script_has_neither_comments_nor_indentation_and_every_statement():
    lines = assets.classic_script().splitlines()
    assert not [line for line in lines if line != line.strip() or line.startswith("//")]
    source = [line.strip() for line in (assets.FOLDER / "js" / "tape.js").read_text(encoding="utf-8").splitlines()]
    body = [line.removeprefix("export ") for line in source if line and not line.startswith("//")]
    assert "\n".join(body) in "\n".join(lines)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("const text = `two\n  lines`;\n", "js/host.js may not have a text of several lines"),
        ('import all from "./dom.js";\n', "js/host.js may only write"),
        ("export default 1;\n", "js/host.js may only write"),
    ],
)
def test_a_module_that_cannot_be_joined_is_refused_by_name(tmp_path, monkeypatch, source, message):
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "host.js").write_text(source, encoding="utf-8")
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    assets.joined.cache_clear()
    try:
        with pytest.raises(ValueError, match=message):
            assets.classic_script()
    finally:
        monkeypatch.undo()
        assets.joined.cache_clear()
