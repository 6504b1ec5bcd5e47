"""The README's example and the modules' examples run."""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import chapterkit
import pytest


def test_the_example_puts_a_question_on_the_page():
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    readme = Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```", readme, flags=re.DOTALL | re.MULTILINE)
    InteractiveShell.instance()
    try:
        with capture_output() as shown:
            exec(block, {})
    finally:
        InteractiveShell.clear_instance()
    assert any("Least work at 77 K against 300 K" in str(output.data) for output in shown.outputs)


@pytest.mark.parametrize("module", ["_checks", "claims", "prose", "selfcheck", "selfcheck.form"])
def test_examples_run(module):
    results = doctest.testmod(importlib.import_module(f"chapterkit.{module}"))
    assert results.attempted > 0 and results.failed == 0


def test_the_readme_and_the_package_name_every_module():
    readme = Path(__file__).parents[1].joinpath("README.md").read_text(encoding="utf-8")
    modules = {module.name for module in pkgutil.iter_modules(chapterkit.__path__) if not module.name.startswith("_")}
    for text in (readme, chapterkit.__doc__):
        assert set(re.findall(r"`chapterkit\.(\w+)`", text)) == modules
