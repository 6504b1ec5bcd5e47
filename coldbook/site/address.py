"""Derive buttons and addresses from one setting, `repository: url:` in `_config.yml`.

The repository's address gives the buttons that lead to it and, on GitHub, the address of its Pages. `html: baseurl:` is the book's address
if it is published elsewhere: on its own domain, or on another host. While both are empty the pages have neither repository buttons nor
canonical links, which would lead nowhere.
"""

import os
import re

from sphinx.errors import ExtensionError

REPOSITORY = re.compile(r"https://(?P<host>[\w-]+(?:\.[\w-]+)+)/(?P<owner>[\w.~-]+(?:/[\w.~-]+)*)/(?P<name>[\w.~-]+)")
SITE = re.compile(r"https://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/[\w.~-]+)*/?")
# Hosts that the theme has buttons for, and whether it has one for a new issue.
BUTTONS = {"github": True, "gitlab": True, "bitbucket": False}


def repository(address):
    """(host, owner, name) of a repository's address; raises ExtensionError if it is not valid."""

    def wrong(reason):
        return ExtensionError(
            f"`repository: url:` in _config.yml is {address!r}: {reason}. It should look like https://github.com/OWNER/NAME, or be empty"
        )

    if not address.startswith("https://"):
        raise wrong("it does not begin with https://")
    if address.endswith(".git"):
        raise wrong("leave out .git at its end")
    match = REPOSITORY.fullmatch(address)
    if not match:
        raise wrong("it needs a host, an owner and a name, and nothing after them")
    if match["host"] == "github.com" and "/" in match["owner"]:
        raise wrong("there is something after the repository's name")
    return match["host"], match["owner"], match["name"]


def site(baseurl, host, owner, name):
    """The book's address, ending in a slash: `html: baseurl:`, else that of the repository's GitHub Pages."""
    if baseurl:
        if not SITE.fullmatch(baseurl):
            raise ExtensionError(
                f"`html: baseurl:` in _config.yml is {baseurl!r}: it should look like https://book.example.org/ or be left out"
            )
        return baseurl.rstrip("/") + "/"
    if host == "github.com":
        home = f"{owner.lower()}.github.io"
        return f"https://{home}/" if name.lower() == home else f"https://{home}/{name}/"
    raise ExtensionError(
        f"`repository: url:` in _config.yml is on {host}, and the book's address follows only from github.com: "
        "set `html: baseurl:`, for example to https://book.example.org/"
    )


def derive(app, config):
    config.coldbook_whole = os.environ.get("WHOLE_SITE") == "1"
    options = config.html_theme_options
    options["launch_buttons"] = {}  # the menus of menus.py replace them
    address = (options.get("repository_url") or "").rstrip("/")
    options["repository_url"] = address
    if not address:
        if config.html_baseurl:
            config.html_baseurl = site(config.html_baseurl, "", "", "")
        return
    host, owner, name = repository(address)
    config.html_baseurl = site(config.html_baseurl, host, owner, name)
    kind = next((kind for kind in BUTTONS if kind in host), None)
    # The theme raises an error for an unknown host. Without buttons any known one will do.
    options["repository_provider"] = kind or "github"
    options["use_repository_button"] = options["use_edit_page_button"] = kind is not None
    options["use_issues_button"] = BUTTONS.get(kind, False)


def setup(app):
    app.add_config_value("coldbook_whole", False, "html")
    app.connect("config-inited", derive, priority=400)  # before the handlers that read these
    return {"parallel_read_safe": True, "parallel_write_safe": True}
