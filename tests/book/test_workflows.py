"""The workflows: accepted by zizmor and GitHub's schema, pinned, with no more rights than they need, and running all tests by make."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import fastjsonschema
import pytest
import yaml
from hypothesis import settings

from coldbook.build.link_check import registry
from sitebuilder import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
WRITES = {  # what a job may write, and nothing else
    ("publish.yml", "deploy"): {"pages", "id-token"},
    ("weekly.yml", "report"): {"issues"},
}
every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def tool(name, *arguments):
    done = subprocess.run([Path(sys.executable).parent / name, *arguments], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def read(path):
    """A file of GitHub's; YAML 1.1 reads `on` as true."""
    return {{True: "on"}.get(key, key): value for key, value in yaml.safe_load(path.read_text(encoding="utf-8")).items()}


def jobs(path):
    return read(path)["jobs"].items()


def steps(path):
    return [step for _, job in jobs(path) for step in job["steps"]]


def test_zizmor_finds_nothing():
    tool("zizmor", "--offline", "--no-progress", "--persona=auditor", ROOT / ".github")


@pytest.mark.parametrize(("schema", "files"), [("github-workflows", WORKFLOWS), ("dependabot", [ROOT / ".github/dependabot.yml"])])
def test_the_files_are_what_github_reads(schema, files):
    # The schemas that check-jsonschema brings; the tool itself takes seconds to start, and is only asked to explain.
    (package,) = importlib.util.find_spec("check_jsonschema").submodule_search_locations
    valid = fastjsonschema.compile(json.loads(Path(package, f"builtin_schemas/vendor/{schema}.json").read_text(encoding="utf-8")))
    for path in files:
        try:
            valid(read(path))
        except fastjsonschema.JsonSchemaException:
            tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", path)
            raise


@every_workflow
def test_actions_are_pinned_by_commit_and_say_their_version(path):
    used = re.findall(r"^\s*(?:- )?uses: (.*)$", path.read_text(encoding="utf-8"), flags=re.M)
    assert len(used) == len([step for step in steps(path) if "uses" in step])
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_an_action_has_one_version():
    used = {use for path in WORKFLOWS for use in re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))}
    assert len({use.split("@")[0] for use in used}) == len(used)


@every_workflow
def test_a_job_can_only_do_what_it_must(path):
    workflow = read(path)
    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    assert not {"pull_request_target", "workflow_run"} & set(workflow["on"])
    for name, job in jobs(path):
        rights = job["permissions"]
        assert {right for right, how in rights.items() if how == "write"} == WRITES.get((path.name, name), set())
        assert set(rights.values()) <= {"read", "write"}
        assert 0 < job["timeout-minutes"] <= 60
        installs = any(re.search(r"\bmake\b|\.ci/run|pip", step.get("run", "")) for step in job["steps"])
        assert not (installs and WRITES.get((path.name, name))), "a job that may write runs nothing that was installed"
    assert not re.search(r"\bsecrets\s*[.\[]\w", path.read_text(encoding="utf-8"))


@every_workflow
def test_commands_take_nothing_from_the_event(path):
    for step in steps(path):
        assert "${{" not in step.get("run", ""), step["run"]
        for value in step.get("env", {}).values():
            assert "github.event" not in str(value)


@every_workflow
def test_commands_are_ours_and_there(path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for step in steps(path):
        run = step.get("run", "")
        for target in re.findall(r"\bmake ([a-z-]+)", run):
            assert re.search(rf"^{target}:", makefile, flags=re.M), f"make {target}"
        for file in re.findall(r"(?:^|\s)((?:\.ci|publish)/[\w./-]+)", run):
            assert (ROOT / file).is_file(), file
        assert not re.search(r"\b(curl|wget|npm|pip|apt-get)\b", run)


def commands_of(job):
    """The commands of a job, those of each entry of its matrix included."""
    for part in job.get("strategy", {}).get("matrix", {}).get("part", [""]):
        for step in job["steps"]:
            yield step.get("run", step.get("uses", "").split("@")[0]).replace('"$PART"', part)


@pytest.mark.parametrize("name", ["preview.yml", "publish.yml"])
def test_the_jobs_together_run_every_test(name):
    commands = {command for _, job in jobs(ROOT / ".github/workflows" / name) for command in commands_of(job)}
    targets = commands & {"make check", "make test-coursework", "make test-site"}
    plans = [
        subprocess.run([*target.split(), "--dry-run"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
        for target in targets
    ]
    lines = [line for plan in plans for line in plan.splitlines() if " -m pytest " in line]
    folders = [word for line in lines for word in line.split() if word.startswith(("tests", "packages"))]
    files = [file for folder in folders for file in (ROOT / folder).rglob("test_*.py")]
    assert len(lines) == len(targets) and len(files) == len(set(files))
    assert set(files) == {file for folder in ("tests", "packages") for file in (ROOT / folder).rglob("test_*.py")}


def test_a_site_is_published_only_if_every_job_has_passed():
    workflow = read(ROOT / ".github/workflows/publish.yml")
    assert set(workflow["on"]) == {"push", "workflow_dispatch"} and workflow["on"]["push"] == {"branches": ["main"]}
    others = {name: job for name, job in workflow["jobs"].items() if name != "deploy"}
    deploy, site = workflow["jobs"]["deploy"], others["site"]
    assert list(commands_of(site))[-3:] == ["make test-site", "make guard", "actions/upload-pages-artifact"]
    assert site["steps"][-1]["with"]["path"] == "_build/site"
    assert not any({"if", "continue-on-error"} & set(part) for job in others.values() for part in (job, *job["steps"]))
    assert set(deploy["needs"]) == set(others) and deploy["if"] == "github.ref == 'refs/heads/main'"
    assert not any("checkout" in step["uses"] for step in deploy["steps"])


def test_the_weekly_checks_are_the_ones_that_are_reported():
    weekly = read(ROOT / ".github/workflows/weekly.yml")["jobs"]
    checked = {job["env"]["KEPT"].rsplit("/", 1)[1] for name, job in weekly.items() if name != "report"}
    pythons = weekly["newest"]["strategy"]["matrix"]["python"]
    told = weekly["report"]["steps"][-1]["run"].split("results ")[1].split()
    assert set(told) == checked - {"newest-${{ matrix.python }}"} | {f"newest-{version}" for version in pythons}
    assert set(weekly["report"]["needs"]) == set(weekly) - {"report"}


def test_the_weekly_runs_try_new_examples():
    weekly = read(ROOT / ".github/workflows/weekly.yml")["jobs"]
    testing = [job for job in weekly.values() if any(".ci/run" in command for command in commands_of(job))]
    assert len(testing) == 2 and all(job["env"]["HYPOTHESIS_PROFILE"] == "weekly" for job in testing)
    assert settings.get_profile("gate").derandomize and not settings.get_profile("weekly").derandomize
    assert settings.get_profile("weekly").print_blob


# ---- what is told ----

FAKE_GH = """
import json, pathlib, sys
place = pathlib.Path(__file__).parent
words = sys.stdin.read() if "--body-file" in sys.argv else ""
with (place / "said.jsonl").open("a") as said:
    said.write(json.dumps([sys.argv[1:], words]) + "\\n")
if sys.argv[1:3] == ["issue", "list"]:
    print((place / "open.json").read_text())
"""


@pytest.fixture
def told(tmp_path):
    """told(open issues, **files) -> what `gh` was asked to do about one check."""
    gh = tmp_path / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$0.py" "$@"\n', encoding="utf-8")  # a first line can name no path with a space
    (gh.parent / "gh.py").write_text(FAKE_GH, encoding="utf-8")
    gh.chmod(0o755)

    def run(issues, **files):
        (gh.parent / "open.json").write_text(json.dumps(issues), encoding="utf-8")
        folder = tmp_path / "results" / "pinned"
        folder.mkdir(parents=True)
        for name, content in files.items():
            (folder / name.replace("_", ".")).write_text(content, encoding="utf-8")
        environment = os.environ | {"PATH": f"{gh.parent}:{os.environ['PATH']}", "RUN": "https://example.org/run/1"}
        command = [sys.executable, "-m", "publish.report", tmp_path / "results", "pinned"]
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
        said = map(json.loads, (gh.parent / "said.jsonl").read_text(encoding="utf-8").splitlines())
        return [(command, words) for command, words in said if command[:2] != ["issue", "list"]]

    return run


ISSUE = {"number": 7, "title": "The weekly check fails: pinned"}


def test_a_check_that_fails_opens_an_issue_with_its_log_and_the_versions(told):
    log = "\n".join([*map(str, range(100)), "\x1b[91mboom\x1b[0m @somebody ```", "end"])
    (label, _), (created, words) = told(
        [], outcome_txt="failure\n", log_txt=log, versions_diff="--- a\n+++ b\n@@ -1 +1 @@\n-numpy==1\n+numpy==2\n"
    )
    assert label[:4] == ["label", "create", "weekly", "--force"]
    assert created[:4] == ["issue", "create", "--title", ISSUE["title"]]
    assert words.startswith("It failed. https://example.org/run/1\n")
    assert "```diff\n-numpy==1\n+numpy==2\n```\n" in words
    assert re.search(r"````\n42\n.*\nboom @somebody ```\nend\n````\n$", words, flags=re.S)  # the last 60 lines, as text and nothing else


def test_a_check_that_fails_again_is_a_comment_on_the_open_issue(told):
    ((command, words),) = told([ISSUE], log_txt="killed")
    assert command[:3] == ["issue", "comment", "7"] and words.startswith("It did not finish.")


def test_a_check_that_works_again_closes_its_issue(told):
    ((command, _),) = told([ISSUE], outcome_txt="success\n")
    assert command == ["issue", "close", "7", "--comment", "It succeeds again. https://example.org/run/1"]


def test_a_check_that_works_says_nothing(told):
    assert told([{"number": 8, "title": "Another"}], outcome_txt="success\n") == []


# ---- what `make links` asks ----


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://doi.org/10.1016/0011-2275(71)90001-7", "https://doi.org/api/handles/10.1016/0011-2275(71)90001-7"),
        ("http://dx.doi.org/10.1098/rspa.1954.0211", "https://doi.org/api/handles/10.1098/rspa.1954.0211"),
        ("https://doi.org/api/handles/10.1098/rspa.1954.0211", None),
        ("https://arxiv.org/abs/0910.1522", None),
    ],
)
def test_a_doi_is_asked_of_its_registry(address, asked):
    assert registry(None, address) == asked
