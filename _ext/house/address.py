"""The book's public address is one setting: `repository: url:` in `_config.yml`. This makes from it what needs it.

While it is empty the pages have no launch or repository buttons and no canonical links: none of them would lead anywhere.
"""

from pathlib import Path

from sphinx.errors import ExtensionError

BRANCH = "main"


def derive(app, config):
    options = config.html_theme_options
    address = (options.get("repository_url") or "").rstrip("/")
    if not address:
        return
    if address not in Path(app.srcdir, "CITATION.cff").read_text(encoding="utf-8"):
        raise ExtensionError(f"the address {address} is in _config.yml and not in CITATION.cff: add `repository-code: {address}` there")
    options.update(
        repository_url=address,
        repository_branch=BRANCH,
        use_repository_button=True,
        use_issues_button=True,
        launch_buttons={"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"},
    )
    host, owner, name = address.split("//", 1)[1].split("/")
    if host == "github.com":  # where the workflow publishes
        config.html_baseurl = f"https://{owner.lower()}.github.io/{name}/"


def setup(app):
    app.connect("config-inited", derive)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
