"""A website as a source, over real HTTP from a loopback server."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from fingerpost.content.source import Fetched, Gone, Known, Skipped, Unchanged
from fingerpost.content.website import DOCX
from fingerpost.errors import SourceError
from fingerpost.testing import faults
from fingerpost.testing.content_server import ContentServer
from fingerpost.testing.replies import Reply
from tests.content.small_site import SITE, known_from, page, paths, read, source_on

# Finding pages


def test_a_site_with_a_sitemap_is_read_by_it() -> None:
    with ContentServer.from_pages(SITE, sitemap=True) as server:
        source = source_on(server)
        source.check()
        assert source.count() == 6
        entries = read(source)
        assert sorted(paths(server, entries)) == sorted(SITE)
        assert server.count("/sitemap.xml") == 1


def test_a_site_with_no_sitemap_is_crawled_by_its_links_once_each() -> None:
    with ContentServer.from_pages(SITE) as server:
        source = source_on(server)
        assert source.count() is None
        assert paths(server, read(source)) == ["/", "/bins", "/tax", "/missed", "/deep"]
        assert server.count("/bins") == 1
        assert server.count("/logo.png") == 0


def test_a_crawl_goes_no_deeper_and_reads_no_more_than_it_is_told() -> None:
    with ContentServer.from_pages(SITE) as server:
        assert paths(server, read(source_on(server, max_depth=1))) == ["/", "/bins", "/tax"]
        assert paths(server, read(source_on(server, max_depth=0))) == ["/"]
        assert len(read(source_on(server, max_pages=2))) == 2


def test_pages_stream_one_at_a_time() -> None:
    with ContentServer.from_pages(SITE, sitemap=True) as server:
        next(iter(source_on(server).entries({})))
        # robots.txt, the sitemap and one page.
        assert server.count() == 3


def test_robots_names_the_sitemap_and_an_index_leads_to_more_packed_or_not() -> None:
    listed = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{url}/one.xml</loc></sitemap>'
        "<sitemap><loc>{url}/two.xml.gz</loc></sitemap><sitemap><loc>{url}/three.txt</loc></sitemap></sitemapindex>"
    )
    with ContentServer.from_pages(SITE, robots="Sitemap: {url}/all.xml\n") as server:
        one = listed.format("<url><loc> {url}/bins </loc><lastmod>2026-01-01</lastmod></url>")
        two = listed.format(f"<url><loc>{server.url}/tax</loc></url><url><loc>https://other.example/</loc></url>")
        server.pages |= {
            "/all.xml": Reply(index.encode(), "application/xml"),
            "/one.xml": Reply(one.encode(), "text/xml"),
            "/two.xml.gz": Reply(gzip.compress(two.encode()), "application/x-gzip"),
            "/three.txt": Reply(b"{url}/missed\nnot a url\n", "text/plain"),
        }
        assert paths(server, read(source_on(server))) == ["/bins", "/tax", "/missed"]


def test_a_loop_of_sitemaps_ends() -> None:
    index = "<sitemapindex><sitemap><loc>/sitemap.xml</loc></sitemap><sitemap><loc>/%s</loc></sitemap></sitemapindex>"
    loop, more = index % "b.xml", index % "c.xml"
    last = "<urlset><url><loc>{url}/bins</loc></url></urlset>"
    pages = SITE | {
        "/sitemap.xml": Reply(loop.encode(), "application/xml"),
        "/b.xml": Reply(more.encode(), "application/xml"),
        "/c.xml": Reply(last.encode(), "application/xml"),
    }
    with ContentServer.from_pages(pages) as server:
        assert paths(server, read(source_on(server))) == ["/bins"]
        assert server.count("/b.xml") == 1


@pytest.mark.parametrize(
    "broken",
    [
        Reply(b"<urlset><url><loc>", "application/xml"),
        Reply(b"<html><body>Login</body></html>", "application/xml"),
        Reply(gzip.compress(b"<urlset>" + b" " * 3_000_000), "application/x-gzip"),
        Reply(gzip.compress(b"<urlset></urlset>")[:-9], "application/x-gzip"),
        Reply(b"busy", "text/html", 503),
        Reply(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>', "application/xml"),
    ],
)
def test_a_sitemap_that_cannot_be_read_whole_raises_so_that_nothing_is_removed(broken: Reply) -> None:
    with ContentServer.from_pages(SITE | {"/sitemap.xml": broken}) as server, pytest.raises(SourceError):
        read(source_on(server, max_bytes=1_000_000, retries=0))


def test_a_page_where_a_sitemap_might_be_does_not_stop_the_crawl() -> None:
    with ContentServer.from_pages(SITE | {"/sitemap.xml": page("Not found")}) as server:
        assert "/deep" in paths(server, read(source_on(server)))


def test_a_sitemap_that_an_index_names_and_that_is_not_there_lists_nothing() -> None:
    index = "<sitemapindex><sitemap><loc>/gone.xml</loc></sitemap><sitemap><loc>/b.xml</loc></sitemap></sitemapindex>"
    last = "<urlset><url><loc>{url}/bins</loc></url></urlset>"
    pages = SITE | {"/sitemap.xml": Reply(index.encode(), "text/xml"), "/b.xml": Reply(last.encode(), "text/xml")}
    with ContentServer.from_pages(pages) as server:
        assert paths(server, read(source_on(server))) == ["/bins"]


def test_a_sitemap_that_is_named_must_be_there() -> None:
    with ContentServer.from_pages(SITE) as server:
        source = source_on(server, sitemap=f"{server.url}/map.xml")
        for act in (source.check, source.count, lambda: read(source)):
            with pytest.raises(SourceError, match="404"):
                act()


def test_pages_are_chosen_by_what_is_included_and_skipped() -> None:
    with ContentServer.from_pages(SITE, sitemap=True) as server:
        assert paths(server, read(source_on(server, include=("/bins", "miss*")))) == ["/bins", "/missed"]
        assert "/tax" not in paths(server, read(source_on(server, skip=("/tax", "/deep"))))
    with ContentServer.from_pages(SITE) as server:
        # A crawl reads other pages for their links, but does not take them.
        assert paths(server, read(source_on(server, include=("/deep",)))) == ["/deep"]
        assert paths(server, read(source_on(server, skip=("/bins*",)))) == ["/", "/tax"]


# What a site asks


def test_robots_is_obeyed_for_our_name_and_for_all() -> None:
    robots = "User-agent: *\nDisallow: /tax\n\nUser-agent: Sampleford\nDisallow: /bins\n"
    with ContentServer.from_pages(SITE, robots=robots, sitemap=True) as server:
        assert "/tax" not in paths(server, read(source_on(server)))
        ours = paths(server, read(source_on(server, user_agent="Sampleford/1.0")))
        assert "/bins" not in ours
        assert "/tax" in ours
    assert server.count("/bins") == 1


def test_a_site_that_shuts_us_out_fails_its_check() -> None:
    shut = ContentServer.from_pages(SITE, robots="User-agent: *\nDisallow: /\n")
    with shut as server, pytest.raises(SourceError, match=r"robots\.txt"):
        source_on(server).check()


def test_a_robots_txt_that_fails_stops_the_source_and_one_that_is_refused_does_not() -> None:
    with ContentServer.from_pages(SITE) as server:
        server.fault("/robots.txt", faults.answers(500))
        with pytest.raises(SourceError, match="500"):
            read(source_on(server))
        server.fault("/robots.txt", faults.answers(403))
        assert "/bins" in paths(server, read(source_on(server)))


def test_a_crawl_delay_is_kept() -> None:
    waits: list[float] = []
    with ContentServer.from_pages(SITE, robots="User-agent: *\nCrawl-delay: 7\n", sitemap=True) as server:
        read(source_on(server, waits))
    assert sum(1 for wait in waits if wait > 5) >= 6


def test_pages_that_ask_not_to_be_kept_or_followed_are_not() -> None:
    pages: dict[str, str | bytes | Reply] = {
        "/": page("Home", "/hidden", "/dead-end", "/header", "/other-bot"),
        "/hidden": page("Hidden", "/from-hidden", head='<meta name="robots" content="noindex">'),
        "/dead-end": page("Dead end", "/never", head='<meta name="ROBOTS" content="nofollow, noarchive">'),
        "/header": Reply(page("Header", "/never").encode(), headers={"X-Robots-Tag": "none"}),
        "/other-bot": Reply(page("Other").encode(), headers={"X-Robots-Tag": "otherbot: noindex, nofollow"}),
        "/from-hidden": page("From hidden"),
        "/never": page("Never"),
    }
    with ContentServer.from_pages(pages) as server:
        entries = read(source_on(server))
        assert paths(server, entries) == ["/", "/dead-end", "/other-bot", "/from-hidden"]
        assert paths(server, entries, Gone) == ["/hidden", "/header"]
        assert server.count("/never") == 0


# Addresses


def test_a_page_is_known_by_its_canonical_address() -> None:
    pages = {
        "/": page("Home", "/bins?view=print", "/bins", "/lost", "/a", "/slash"),
        "/bins?view=print": page("Bins"),
        "/bins": page("Bins", head='<link rel="canonical" href="/bins">'),
        "/lost": page("Lost", head='<link rel="canonical" href="/not-there">'),
        "/a": page("A", head='<link rel="canonical" href="/b">'),
        "/b": page("B", head='<link rel="canonical" href="/a">'),
        "/slash": page("Slash", head='<link rel="canonical" href="/slash/">'),
        "/elsewhere": page("Elsewhere"),
    }
    with ContentServer.from_pages(pages) as server:
        server.fault("/slash/", faults.redirects("/slash", 301))
        entries = read(source_on(server))
    # Served by path alone, so both spellings of /bins are one page; /b stands for /a; a canonical address that is
    # missing, or leads back, does not lose the page.
    assert sorted(paths(server, entries)) == ["/", "/b", "/bins", "/lost", "/slash"]


def test_a_page_that_moved_within_the_site_is_known_by_its_new_address_once() -> None:
    with ContentServer.from_pages({"/": page("Home", "/old", "/new"), "/new": page("New")}) as server:
        server.fault("/old", faults.redirects("/new", 301))
        assert paths(server, read(source_on(server))) == ["/", "/new"]


def test_a_page_that_moved_to_another_site_is_gone_and_not_fetched_there() -> None:
    with ContentServer.from_pages(SITE) as server, ContentServer.from_pages(SITE) as other:
        server.fault("/tax", faults.redirects(f"{other.url}/tax", 301))
        entries = read(source_on(server))
        assert paths(server, entries, Gone) == ["/tax"]
        assert other.count() == 0


def test_a_start_that_leads_to_another_site_says_what_to_set() -> None:
    with ContentServer.from_pages(SITE) as server:
        server.fault("/", faults.redirects("https://www.example.org/"))
        with pytest.raises(SourceError, match="set the source's url"):
            read(source_on(server))


# What has changed


def test_unchanged_pages_are_not_sent_again_and_a_crawl_still_finds_them_all() -> None:
    for sitemap in (True, False):
        with ContentServer.from_pages(SITE, sitemap=sitemap) as server:
            source = source_on(server)
            first = read(source)
            again = read(source, known_from(first))
            assert sorted(paths(server, again, Unchanged)) == sorted(paths(server, first))
            assert paths(server, again, Fetched) == []
            assert server.count(status=304) >= len(first)


def test_a_changed_page_comes_again_and_a_deleted_one_is_gone() -> None:
    with ContentServer.from_pages(SITE) as server:
        source = source_on(server)
        known = known_from(read(source))
        server.pages["/tax"] = page("Council Tax", "/bands", text="Bands have changed.")
        server.pages["/bands"] = page("Bands")
        del server.pages["/deep"]
        again = read(source, known)
        assert paths(server, again, Fetched) == ["/tax", "/bands"]
        assert paths(server, again, Gone) == ["/deep"]


def test_a_page_that_fails_this_time_does_not_hide_the_pages_behind_it() -> None:
    with ContentServer.from_pages(SITE) as server:
        source = source_on(server)
        known = known_from(read(source))
        server.fault("/bins", faults.half_a_body())
        again = read(source, {key: Known(key, entry.raw_sha256) for key, entry in known.items()})
        assert paths(server, again, Skipped) == ["/bins"]
        assert "/deep" in paths(server, again)


# What is in a page


def test_a_page_becomes_a_document_with_its_provenance() -> None:
    with ContentServer.from_pages(SITE, sitemap=True) as server:
        source = source_on(server, include=("/bins",), licence="OGL-UK-3.0", locales=("en", "cy"))
        (entry,) = read(source)
        assert isinstance(entry, Fetched)
        document = source.extract(entry)
    result = document.page
    assert (result.url, result.title, result.locale, result.source) == (f"{server.url}/bins", "Bins", "en", "guidance")
    assert (result.licence, result.etag, result.fetched_at) == ("OGL-UK-3.0", entry.etag, entry.fetched_at)
    assert result.raw_sha256 == hashlib.sha256(entry.body).hexdigest()
    assert any("What to know about bins in Sampleford." in block.text for block in document.blocks)


def test_pdf_and_word_files_on_the_site_are_handed_on_with_their_type(tmp_path: Path) -> None:
    import docx
    from reportlab.pdfgen import canvas

    written = docx.Document()
    written.add_heading("Garden waste", 1)
    written.add_paragraph("A garden waste bin costs £40 a year.")
    written.save(str(tmp_path / "garden.docx"))
    drawn = canvas.Canvas(str(tmp_path / "bulky.pdf"))
    drawn.drawString(72, 720, "We collect up to five bulky items for £30.")
    drawn.save()
    pages: dict[str, str | bytes | Reply] = {
        "/": page("Home", "/bulky.pdf", "/files/garden.docx"),
        "/bulky.pdf": Reply((tmp_path / "bulky.pdf").read_bytes(), "application/pdf"),
        "/files/garden.docx": Reply((tmp_path / "garden.docx").read_bytes(), "application/octet-stream"),
    }
    with ContentServer.from_pages(pages) as server:
        source = source_on(server)
        files = [entry for entry in read(source) if isinstance(entry, Fetched)][1:]
    assert [entry.media_type for entry in files] == ["application/pdf", DOCX]
    bulky, garden = (source.extract(entry) for entry in files)
    assert any("five bulky items for £30" in block.text for block in bulky.blocks)
    assert any("costs £40 a year" in block.text for block in garden.blocks)
