"""The page's command for a question bank, as it is written."""

import re
import shlex
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from coursework.__main__ import main

ROOT = Path(__file__).parents[2]


def test_the_page_s_command_writes_both_files(tmp_path, monkeypatch):
    page = (ROOT / "chapters" / "for_instructors.md").read_text(encoding="utf-8")
    command = re.search(r":name: question-bank\npython -m coursework (.+)\n", page)[1]
    (tmp_path / "assignments").symlink_to(ROOT / "assignments")
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(command)) == 0
    assert all(f"`{path.name}`" in page for path in Path("bank").iterdir())
    quiz = ElementTree.parse("bank/price_of_coldness-moodle.xml").getroot()
    kinds = [question.get("type") for question in quiz.iter("question")]
    assert kinds == ["category", *["stack"] * 5, "essay"]
    with zipfile.ZipFile("bank/price_of_coldness-canvas.zip") as archive:
        text = archive.read("price_of_coldness/price_of_coldness.xml").decode()
    assert text.count("<item ") == 30 * (len(quiz.findall("question/prt")) + 1)
