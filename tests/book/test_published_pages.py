"""What a published site needs in its pages: addresses that stay, heads, covers, a policy, a way to cite it, a page for dead links."""

import doctest
import functools
import json
import re
import subprocess
from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import parse_qs, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from sphinx.errors import ExtensionError
from support.site import ADDRESS, parsed

from coldbook import citation_file
from coldbook.build import edition
from coldbook.page import content_security
from coldbook.site import address, citation, descriptions, not_found, preview_images, redirects, report
from publish import addresses

BASE = "https://the-price-of-cold.github.io/book/"
CHAPTER = "chapters/stirling.html"


def said(site):
    return json.loads((site / "build.json").read_text(encoding="utf-8"))


def html_files(site):
    """Every page of ours, those beside the table of contents too."""
    return [site / page for page in (*said(site)["pages"], "index.html", "search.html", "404.html")]


@functools.cache
def text(file):
    return file.read_text(encoding="utf-8")


@functools.cache
def head(file):
    """A page's head alone: the drawings in its body take long to read."""
    return BeautifulSoup(text(file).partition("</head>")[0], "html.parser")


def metas(page, name):
    return [tag["content"] for tag in page.select(f'meta[name="{name}"], meta[property="{name}"], meta[http-equiv="{name}"]')]


# ---- the one setting ----


@pytest.mark.parametrize(
    ("url", "baseurl", "expected"),
    [
        ("https://github.com/the-price-of-cold/book", "", BASE),
        ("https://github.com/Someone/Cold.Book", "", "https://someone.github.io/Cold.Book/"),
        ("https://github.com/Someone/someone.github.io", "", "https://someone.github.io/"),
        ("https://github.com/someone/book", "https://cold.example.org", "https://cold.example.org/"),
        ("https://codeberg.org/someone/book", "https://someone.example.org/book/", "https://someone.example.org/book/"),
        ("https://gitlab.com/group/part/book", "https://group.gitlab.io/part/book/", "https://group.gitlab.io/part/book/"),
    ],
)
def test_the_book_is_where_its_repository_says(url, baseurl, expected):
    assert address.site(baseurl, *address.repository(url)) == expected


@pytest.mark.parametrize(
    "url",
    ["http://github.com/a/b", "github.com/a/b", "https://github.com/a", "https://github.com/a/b/tree/main", "https://github.com/a/b?c=1",
     "https://github.com/a/b.git", "git@github.com:a/b.git", "https://github/a/b", "https://github.com//b"],
)  # fmt: skip
def test_a_wrong_address_of_the_repository_is_named(url):
    with pytest.raises(ExtensionError, match=rf"repository: url:.*{re.escape(url)}.*https://github.com/OWNER/NAME"):
        address.repository(url)


def test_other_hosts_need_to_say_where_the_book_is():
    with pytest.raises(ExtensionError, match=r"codeberg\.org.*html: baseurl:"):
        address.site("", *address.repository("https://codeberg.org/a/b"))
    with pytest.raises(ExtensionError, match=r"html: baseurl:.*'book\.example\.org'"):
        address.site("book.example.org", "", "", "")


def test_the_build_is_named_by_its_commit(tmp_path):
    def git(*words):
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "_config.yml").write_text("title: A book\n", encoding="utf-8")
    assert edition.commit(tmp_path) == ("unknown", None)
    git("init")
    git("add", "_config.yml")
    git("commit", "-m", "First")
    commit, date = edition.commit(tmp_path)
    assert re.fullmatch("[0-9a-f]{40}", commit) and date.tzinfo is UTC
    (tmp_path / "left.txt").write_text("a file that git does not know", encoding="utf-8")
    assert edition.commit(tmp_path)[0] == commit
    (tmp_path / "_config.yml").write_text("title: Another book\n", encoding="utf-8")
    assert edition.commit(tmp_path)[0] == f"{commit}-dirty"
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "_config.yml").write_text("title: A copy that git does not know\n", encoding="utf-8")
    assert edition.commit(tmp_path / "copy")[0] == "unknown"


def test_the_time_of_the_build_can_be_set(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert edition.now().isoformat() == "2023-11-14T22:13:20+00:00"


# ---- heads ----


def test_every_page_has_a_description_of_its_own(addressed):
    seen = {}
    for file in html_files(addressed):
        if file.name not in ("index.html", "404.html"):
            (description,) = metas(head(file), "description")
            assert descriptions.LEAST <= len(description) <= descriptions.MOST and not re.search(r"[<>{}\\`$]|\[\d", description), (
                description
            )
            assert description[-1] in ".?!…" and description not in seen, (file, seen.get(description))
            seen[description] = file
    assert len(seen) == len(said(addressed)["pages"]) + 1


def test_a_description_ends_with_a_sentence_or_says_that_it_goes_on():
    assert descriptions.shortened("one two three", 8) == "one two…"
    assert descriptions.END.split("At 4.2 K it boils. Does it? Yes, e.g. in a flask.") == [
        "At 4.2 K it boils.",
        "Does it?",
        "Yes, e.g. in a flask.",
    ]


def test_heads_say_where_the_page_is_and_which_build_it_is_of(addressed):
    commit = said(addressed)["commit"]
    for file in html_files(addressed):
        page, place = head(file), BASE + file.relative_to(addressed).as_posix()
        assert metas(page, "build") == [commit]
        assert len(metas(page, "viewport")) == 1 and len(page.select("title")) == 1
        canonical = [link["href"] for link in page.select('link[rel="canonical"]')]
        first = BASE + "chapters/introduction.html"
        assert canonical == ([] if file.name == "404.html" else [first if file.name == "index.html" else place])
    assert metas(head(addressed / "404.html"), "robots") == ["noindex"]


def test_link_previews_have_all_that_they_show(addressed):
    for page_name in (*said(addressed)["pages"], "index.html"):
        page = head(addressed / page_name)
        tags = {name: metas(page, name) for name in (
            "og:type", "og:title", "og:description", "og:url", "og:site_name", "og:locale", "og:image", "og:image:alt",
            "twitter:card", "twitter:title", "twitter:description", "twitter:image", "twitter:image:alt",
        )}  # fmt: skip
        assert all(len(values) == 1 and values[0] for values in tags.values()), (page_name, tags)
        tags = {name: values[0] for name, values in tags.items()}
        assert [tags["og:url"]] == [link["href"] for link in page.select('link[rel="canonical"]')]
        assert tags["og:type"] == ("website" if tags["og:url"].endswith("introduction.html") else "article")
        assert [tags["og:description"]] == metas(page, "description") and tags["twitter:image"] == tags["og:image"]
        cover = addressed / tags["og:image"].removeprefix(BASE)
        assert tags["og:image"].startswith(BASE) and cover.stat().st_size < 100_000
        with Image.open(cover) as opened:
            assert (
                opened.size
                == (preview_images.WIDTH, preview_images.HEIGHT)
                == tuple(int(metas(page, f"og:image:{side}")[0]) for side in ("width", "height"))
            )


def test_a_book_without_an_address_makes_no_links_to_one(book):
    if said(book)["address"]:
        pytest.skip("this book has an address")
    for file in html_files(book):
        page = head(file)
        assert not page.select('link[rel="canonical"]') and not metas(page, "og:url") and "Report a fault" not in text(file)
        for image in metas(page, "og:image"):
            assert (file.parent / image).exists()
    assert not (book / "sitemap.xml").exists() and not (book / "robots.txt").exists()


def test_a_cover_shows_the_whole_title_and_is_the_same_each_time(tmp_path):
    title = "The Secret of the Joule-Thomson Effect: the inversion temperature"
    size, rows = preview_images.fitted(title, preview_images.PANEL - 2 * preview_images.MARGIN, 7, preview_images.TITLE_SIZES)
    assert " ".join(rows) == title and all(
        preview_images.width_of(row, size) <= preview_images.PANEL - 2 * preview_images.MARGIN for row in rows
    )
    files = [tmp_path / name for name in ("a.png", "b.png")]
    for file in files:
        preview_images.cover(file, title, "A Book", None)
    assert files[0].read_bytes() == files[1].read_bytes()
    made = files[0].stat().st_mtime_ns
    preview_images.cover(files[0], title, "A Book", None)
    assert files[0].stat().st_mtime_ns == made
    preview_images.cover(files[0], "Another title", "A Book", None)
    assert files[0].read_bytes() != files[1].read_bytes()


@pytest.mark.parametrize("still", [None, "a figure"])
def test_a_title_that_does_not_fit_is_not_cut_off(tmp_path, still):
    if still:
        still = tmp_path / "figure.png"
        Image.new("RGB", (400, 300)).save(still)
    for title, book in [("Cold " * 60, "A Book"), ("Cold", "A Book " * 20), ("Thermoacousticrefrigerators" * 3, "A Book")]:
        with pytest.raises(ValueError, match=r"^'.*' does not fit into \d lines of a page's preview image"):
            preview_images.draw(title, book, still)
    preview_images.draw("Cold", "An Introduction to the Engineering of Cold", still)


# ---- what search engines read ----


def test_the_sitemap_lists_the_pages(addressed):
    entries = ElementTree.parse(addressed / "sitemap.xml").getroot()
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert [entry.find(f"{name}loc").text for entry in entries] == [BASE + page for page in said(addressed)["pages"]]
    assert all(datetime.fromisoformat(entry.find(f"{name}lastmod").text).tzinfo for entry in entries)
    assert f"Sitemap: {BASE}sitemap.xml" in (addressed / "robots.txt").read_text(encoding="utf-8")


# ---- addresses that stay ----


def test_every_address_that_was_published_leads_somewhere(book):
    assert addresses.problems(book) == []


def test_a_page_that_goes_must_say_where_it_went():
    listed, pages = ["chapters/old.html", "chapters/kept.html"], {"chapters/kept", "chapters/fresh"}
    (problem,) = redirects.lost(listed, pages, {})
    assert "chapters/old.html was published and is gone" in problem and "`chapters/old: chapters/...`" in problem
    assert list(redirects.lost(listed, pages, {"chapters/old": "chapters/fresh"})) == []
    assert "which is not a page" in next(redirects.lost(listed, pages, {"chapters/old": "chapters/nowhere"}))
    assert "is still a page" in next(redirects.lost(listed, pages, {"chapters/kept": "chapters/fresh", "chapters/old": "chapters/kept"}))
    assert redirects.new(listed, pages) == ["chapters/fresh.html"]


@pytest.mark.parametrize("end", ["\n", ""], ids=["whole lines", "without a last line end"])
def test_new_pages_are_put_into_the_list(tmp_path, end):
    (tmp_path / "site/chapters").mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text("{root: chapters/a, chapters: [{file: chapters/b}]}", encoding="utf-8")
    for page in "ab":
        (tmp_path / f"site/chapters/{page}.html").touch()
    (tmp_path / redirects.LIST).write_text(f"# all\nchapters/a.html{end}", encoding="utf-8")
    (problem,) = addresses.problems(tmp_path / "site", tmp_path)
    assert "chapters/b.html" in problem and "--add" in problem
    addresses.add(tmp_path)
    assert (tmp_path / redirects.LIST).read_text(encoding="utf-8") == "# all\nchapters/a.html\nchapters/b.html\n"
    assert addresses.problems(tmp_path / "site", tmp_path) == []
    (tmp_path / "site/chapters/a.html").unlink()
    assert addresses.problems(tmp_path / "site", tmp_path) == [
        "chapters/a.html: was published and no longer exists; a page that moves needs a redirect"
    ]
    (tmp_path / redirects.LIST).unlink()
    (problem,) = addresses.problems(tmp_path / "site", tmp_path)
    assert problem.startswith("published.txt: does not exist")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_old_address_leads_to_the_page_and_the_place(visit, serve, tmp_path, scripts):
    config = SimpleNamespace(html_baseurl=BASE, coldbook_build="0" * 40, html_title="A Book", language="en", root_doc="index")
    env = SimpleNamespace(titles={"chapters/new": SimpleNamespace(astext=lambda: "New & better")})
    html = redirects.page(
        SimpleNamespace(config=config, env=env), "chapters/deep/old", "chapters/new", ['<meta name="description" content="x">']
    )
    (tmp_path / "chapters/deep").mkdir(parents=True)
    (tmp_path / "chapters/deep/old.html").write_text(content_security.apply(html, "old"), encoding="utf-8")
    (tmp_path / "chapters/new.html").write_text('<title>New</title><link rel="icon" href="data:,">', encoding="utf-8")
    page = visit(f"{serve(tmp_path)}/chapters/deep/old.html#here", java_script_enabled=scripts)
    page.wait_for_url("**/chapters/new.html#here" if scripts else "**/chapters/new.html*")
    assert not page.troubles
    old = parsed(tmp_path / "chapters/deep/old.html")
    assert old.select_one('link[rel="canonical"]')["href"] == f"{BASE}chapters/new.html" and old.h1.text == "New & better"
    assert old.select_one("a")["href"] == "../new.html"


def test_a_dead_link_shows_the_books_own_page(visit, serve, addressed, tmp_path):
    (tmp_path / "book").symlink_to(addressed, target_is_directory=True)
    home = serve(tmp_path)
    page = visit("about:blank")
    body = (addressed / "404.html").read_text(encoding="utf-8")
    page.route("**/book/no/such/page.html", lambda route: route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body))
    page.goto(f"{home}/book/no/such/page.html", wait_until="load")
    assert page.locator("article h1").text_content() == "This page does not exist"
    for link in page.locator("a[href]").all():
        where = urlsplit(urljoin(page.url, link.get_attribute("href")))
        if where.hostname == "127.0.0.1" and where.path != urlsplit(page.url).path:
            assert (tmp_path / where.path.lstrip("/")).exists(), where
    assert {link.get_attribute("href") for link in page.locator("article a").all()} == {
        f"/book/{page}" for page in said(addressed)["pages"]
    }
    page.locator("article input[name=q]").fill("entropy")
    page.locator("article input[name=q]").press("Enter")
    page.locator("#search-results li").first.wait_for()
    assert page.url.startswith(f"{home}/book/search.html") and not page.troubles


def test_the_command_says_that_it_needs_a_built_book(tmp_path, monkeypatch):
    monkeypatch.setattr(addresses, "ROOT", tmp_path)
    monkeypatch.setattr("sys.argv", ["addresses", "--add"])
    with pytest.raises(SystemExit, match=r"none is built yet\. First run: python -m sitebuilder"):
        addresses.main()


def test_links_are_rooted_wherever_they_stand():
    html = '<a href="chapters/a.html"><a href="#b"><a href="https://x.org/"><html data-content_root="./"><form action="search.html"><a href="/c">'
    rooted = '<a href="/book/chapters/a.html"><a href="#b"><a href="https://x.org/"><html data-content_root="/book/"><form action="/book/search.html"><a href="/c">'
    assert not_found.rooted(html, not_found.root(BASE)) == rooted


# ---- how to cite ----


def test_the_book_says_how_to_cite_it(addressed):
    box = parsed(addressed / "chapters/introduction.html").select_one("#cite-this")
    words, entry = (" ".join(part.get_text().split()) for part in (box.select_one(".reference-text"), box.select_one("pre")))
    for part in (words, entry):
        assert BASE in part and "The Price of Cold contributors" in part and "0.1.0" in part and "doi" not in part.lower()
    assert re.match(r"@misc\{\w+\d{4},", entry)
    for file in html_files(addressed):
        if file.name != "index.html":
            (link,) = re.findall(r'<a href="([^"#]*)#cite-this">Cite this book</a>', text(file))
            assert link == "" if file.name == "introduction.html" else link.endswith("introduction.html"), file


def test_what_to_cite_can_be_copied(visit, serve, addressed):
    page = visit(f"{serve(addressed)}/chapters/introduction.html", permissions=["clipboard-read", "clipboard-write"])
    page.wait_for_function("document.querySelectorAll('#cite-this button.copybtn').length == 2")
    for number, start in enumerate(("The Price of Cold contributors (20", "@misc{")):
        page.locator("#cite-this .highlight").nth(number).hover()
        page.locator("#cite-this button.copybtn").nth(number).click()
        page.wait_for_function("(start) => navigator.clipboard.readText().then((text) => text.startsWith(start))", arg=start)
    assert not page.troubles


def test_persons_and_a_doi_are_cited_as_they_should_be():
    authors = ({"given-names": "Ada", "family-names": "Low", "name-particle": "van"}, {"name": "The {Group}"})
    licences = citation_file.licences("CC-BY-4.0")
    cited = citation_file.Citation("A & B: a book", tuple(map(citation_file.author, authors)), "2", *licences, doi="10.5281/zenodo.1")
    made = edition.Edition("a" * 40, datetime(2026, 3, 5, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), cited)
    config = SimpleNamespace(html_baseurl="", html_theme_options={})
    words = "".join(node.astext() for node in citation.sentence(made, config))
    assert (
        words
        == "van Low, Ada; The {Group} (2026). A & B: a book (version 2, commit aaaaaaa, 5 March 2026). https://doi.org/10.5281/zenodo.1"
    )
    entry = citation.bibtex(made, config)
    for line in (
        "@misc{b2026,", r"author = {van Low, Ada and {The \{Group\}}}", r"title = {{A \& B: a book}}", "month = mar",
        "doi = {10.5281/zenodo.1}",
    ):  # fmt: skip
        assert line in entry
    assert "url" not in entry


# ---- the policy ----


def test_every_page_has_a_policy_that_it_needs_no_exception_from(book, addressed):
    for file in html_files(book) + html_files(addressed):
        tags = head(file).head.find_all(["script", "style", "link", "meta"])
        assert tags[1].get("http-equiv") == "Content-Security-Policy", "the policy comes before what it is for"
        sources = dict(rule.strip().split(" ", 1) for rule in tags[1]["content"].split(";"))
        assert sources["default-src"] == "'self' file:" and sources["object-src"] == "'none'"
        assert "unsafe-eval" not in tags[1]["content"] and "http" not in tags[1]["content"]
        assert "unsafe-inline" not in sources["script-src"] + sources["style-src-elem"]
        scripts, styles = content_security.inline(text(file))
        assert sources["script-src"].split()[2:] == [content_security.digest(script) for script in scripts]
        assert sources["style-src-elem"].split()[2:] == [content_security.digest(style) for style in styles]
        assert not re.search(r"""<[^>]*\s(?:on[a-z]+\s*=|(?:href|action)=["']javascript:)""", text(file)), file


def test_a_handler_that_nobody_has_looked_at_stops_the_build():
    start = '<meta charset="utf-8">'
    assert 'data-does="print"' in content_security.apply(f'{start}<button onclick="window.print()">', "a")
    with pytest.raises(ExtensionError, match="a has an unknown inline handler"):
        content_security.apply(f'{start}<button onclick="alert()">', "a")
    with pytest.raises(ExtensionError, match="no <meta charset>"):
        content_security.apply("<title>x</title>", "a")


@pytest.mark.parametrize("folder", [False, True], ids=["served", "from a folder"])
def test_all_that_a_page_does_works_under_its_policy(visit, serve, book, folder):
    page = visit("about:blank", permissions=[] if folder else ["clipboard-read", "clipboard-write"])
    page.add_init_script("window.print = () => { window.printed = true; };")
    page.goto((book / CHAPTER).as_uri() if folder else f"{serve(book)}/{CHAPTER}", wait_until="load")
    page.wait_for_function("!!document.querySelector('.live-figure input[type=range]')")
    page.evaluate("document.querySelectorAll('[data-does=print]')[0].click()")
    assert page.evaluate("window.printed")
    page.evaluate("window.toggleFullScreen = () => { window.filled = true; }; document.querySelector('[data-does=full-screen]').click()")
    assert page.evaluate("window.filled")
    page.evaluate("window.before = document.querySelector('.lf-drawing').innerHTML")
    page.locator(".live-figure input[type=range]").first.press("End")
    page.wait_for_function("document.querySelector('.lf-drawing').innerHTML !== before")
    theme = page.evaluate("document.documentElement.dataset.theme")
    while page.evaluate("document.documentElement.dataset.theme") == theme:
        page.locator(".theme-switch-button:visible").first.click()
    page.locator("form.quiz-question button").first.click()
    assert page.locator(".quiz-feedback").first.text_content()
    if not folder:
        page.evaluate("document.querySelector('button.copybtn').click()")
        page.wait_for_selector("button.copybtn.success", state="attached")
    page.locator("details summary").first.click()
    page.evaluate("""() => {
      document.body.insertAdjacentHTML('beforeend', '<ul><li id="item"><a class="needs-server" href="lite/">x</a></li></ul>');
    }""")
    assert page.locator("#item").is_visible() is not folder
    assert not page.troubles


def test_the_policy_stops_what_is_not_ours(visit, serve, book):
    page = visit(f"{serve(book)}/{CHAPTER}")
    page.evaluate("""() => {
      window.stopped = [];
      addEventListener('securitypolicyviolation', (event) => stopped.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      const style = document.createElement('style');
      style.textContent = 'body { color: red }';
      const picture = new Image();
      picture.src = 'https://elsewhere.example.org/picture.png';
      document.body.append(script, style, picture);
      setTimeout('window.ran = true');
    }""")
    page.wait_for_function("stopped.length >= 4")
    assert sorted(page.evaluate("stopped")) == ["img-src", "script-src", "script-src-elem", "style-src-elem"]
    assert page.evaluate("window.ran") is None


def test_the_address_of_a_copy_is_the_one_that_it_says(addressed):
    assert said(addressed)["address"] == BASE and said(addressed)["whole"] is True
    page = parsed(addressed / CHAPTER)
    links = {link["href"] for link in page.select("a[href]")}
    assert ADDRESS in links and any(link.startswith(f"{ADDRESS}/issues/new") for link in links)
    assert f"{ADDRESS}/edit/main/chapters/stirling.md" in links


def test_every_page_has_a_link_to_report_a_fault_in_it(addressed):
    for file in html_files(addressed):
        if file.name != "index.html":
            (link,) = [link for link in parsed(file).select("a[href]") if link.text == "Report a fault on this page"]
            where = urlsplit(link["href"])
            page = file.relative_to(addressed).with_suffix("").as_posix()
            assert f"{where.scheme}://{where.netloc}{where.path}" == f"{ADDRESS}/issues/new"
            assert parse_qs(where.query)["body"][0].startswith(f"Page: {page}, ")


def test_where_faults_are_reported_follows_from_the_repository():
    assert doctest.testmod(report).failed == 0
    gitlab = report.link("https://gitlab.com/group/part/book", "chapters/a", "A", "version 1")
    assert gitlab.startswith("https://gitlab.com/group/part/book/-/issues/new?issue%5Btitle%5D=Fault+on+%22A%22&issue%5Bdescription%5D=")
    assert report.link("", "chapters/a", "A", "version 1") == report.link("https://codeberg.org/a/b", "chapters/a", "A", "version 1") == ""
