"""`make lab` as far as it differs from JupyterLab on Binder, where `test_binder.py` double-clicks a chapter: how the settings get there."""

import json
import subprocess
from pathlib import Path

from jupyterlab.commands import get_app_dir
from jupyterlab_server.settings_utils import get_settings
from support.jupyterlab import SETTINGS

from sitebuilder import ROOT


def test_make_lab_hands_our_settings_to_jupyterlab():
    plan = subprocess.run(["make", "--dry-run", "lab"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert f'JUPYTER_CONFIG_PATH="{SETTINGS}" .venv/bin/jupyter lab --notebook-dir=chapters' in plan


def test_jupyterlab_takes_them(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(SETTINGS))
    schemas = Path(get_app_dir()) / "schemas"
    for plugin, values in json.loads((SETTINGS / "labconfig" / "default_setting_overrides.json").read_text(encoding="utf-8")).items():
        found, _ = get_settings(str(tmp_path), str(schemas), str(tmp_path), schema_name=plugin)
        assert {name: found["schema"]["properties"][name]["default"] for name in values} == values
