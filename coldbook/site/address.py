"""The book's public address is one setting: `repository: url:` in `_config.yml`. This makes from it what needs it.

The repository's address gives the buttons that lead there and, on GitHub, the address that its Pages have. `html: baseurl:` says where
the book is when that is elsewhere: a domain of its own, or another host. While both are empty the pages have no repository buttons and
no canonical links: none of them would lead anywhere.
"""

import os
import re

from sphinx.errors import ExtensionError

REPOSITORY = re.compile(r"https://(?P<host>[\w-]+(?:\.[\w-]+)+)/(?P<owner>[\w.~-]+(?:/[\w.~-]+)*)/(?P<name>[\w.~-]+)")
SITE = re.compile(r"https://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/[\w.~-]+)*/?")
# The hosts whose buttons the theme can make, and which of them take a new issue by an address.
BUTTONS = {"github": True, "gitlab": True, "bitbucket": False}


def repository(address):
    """(host, owner, name) of a repository's address; an ExtensionError says what is wrong with it."""

    def wrong(reason):
        return ExtensionError(
            f"`repository: url:` in _config.yml is {address!r}: {reason}. It should look like https://github.com/OWNER/NAME, or be empty"
        )

    if not address.startswith("https://"):
        raise wrong("it does not begin with https://")
    if address.endswith(".git"):
        raise wrong("leave out .git at its end, it is the address of a page")
    found = REPOSITORY.fullmatch(address)
    if not found:
        raise wrong("it needs a host, an owner and a name, and nothing after them")
    if found["host"] == "github.com" and "/" in found["owner"]:
        raise wrong("there is something after the repository's name")
    return found["host"], found["owner"], found["name"]


def site(baseurl, host, owner, name):
    """Where the book is published, with a slash at its end: as `html: baseurl:` says, else where GitHub puts a repository's pages."""
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
        f"`repository: url:` in _config.yml is on {host}, and only for github.com is it known where the book will be: "
        "say it with `html: baseurl:`, for example https://book.example.org/"
    )


def derive(app, config):
    config.coldbook_whole = os.environ.get("WHOLE_SITE") == "1"
    options = config.html_theme_options
    options["launch_buttons"] = {}  # the pages' own menus have them
    address = (options.get("repository_url") or "").rstrip("/")
    options["repository_url"] = address
    if not address:
        if config.html_baseurl:
            config.html_baseurl = site(config.html_baseurl, "", "", "")
        return
    host, owner, name = repository(address)
    config.html_baseurl = site(config.html_baseurl, host, owner, name)
    kind = next((kind for kind in BUTTONS if kind in host), None)
    # The theme stops at a host that it does not know. Without buttons it does not matter which one it is told.
    options["repository_provider"] = kind or "github"
    options["use_repository_button"] = options["use_edit_page_button"] = kind is not None
    options["use_issues_button"] = BUTTONS.get(kind, False)


def setup(app):
    app.add_config_value("coldbook_whole", False, "html")
    app.connect("config-inited", derive, priority=400)  # before all that asks
    return {"parallel_read_safe": True, "parallel_write_safe": True}
