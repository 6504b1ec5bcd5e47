"""A page that is opened and saved in JupyterLab stays the same, byte for byte: its front matter, its cells' options, its text."""

import shutil

import pytest
from jupyter_client.kernelspec import get_kernel_spec
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class

from sitebuilder import ROOT

PAGES = [*sorted((ROOT / "chapters").glob("*.md")), *sorted((ROOT / "assignments").glob("*.md"))]


@pytest.fixture(scope="module")
def manager(tmp_path_factory):
    """What JupyterLab with Jupytext reads and writes files with."""
    return build_sync_jupytext_contents_manager_class(LargeFileManager)(root_dir=str(tmp_path_factory.mktemp("pages")))


def saved(manager, name):
    """The bytes of a page that was opened and saved; JupyterLab adds what the kernel says of itself."""
    content = manager.get(name, content=True, type="notebook")["content"]
    if "kernelspec" in content["metadata"]:
        content["metadata"]["kernelspec"]["display_name"] = get_kernel_spec("python3").display_name
        content["metadata"]["language_info"] = {"name": "python", "file_extension": ".py", "pygments_lexer": "ipython3"}
    manager.save({"type": "notebook", "format": "json", "content": content}, name)
    with open(f"{manager.root_dir}/{name}", "rb") as file:
        return file.read()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_saving_a_page_changes_nothing(manager, page):
    shutil.copy(page, manager.root_dir)
    assert saved(manager, page.name).decode() == page.read_bytes().decode()
