"""The shared HTTP client, over real connections to a server on loopback."""

from __future__ import annotations

import gzip
import ipaddress
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from fingerpost.content.address import is_public
from fingerpost.content.fetch import Fetcher
from fingerpost.errors import AddressRefusedError, FetchError
from fingerpost.settings import FetchSettings
from fingerpost.testing import faults
from fingerpost.testing.content_server import ContentServer
from fingerpost.testing.replies import Reply


@pytest.fixture
def server() -> Iterator[ContentServer]:
    with ContentServer.from_pages({"/": "<h1>Bins</h1>", "/b": "<h1>Other</h1>"}) as running:
        yield running


def settings(server: ContentServer, **changes: object) -> FetchSettings:
    values = {"allow_private_hosts": (server.host,), "requests_per_second": 1000, "timeout_seconds": 2, "retries": 2}
    return FetchSettings.model_validate(values | changes)


class Sleeps:
    """Stands in for the clock's sleep, so that a test sees the waits without waiting."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


def test_a_page_comes_with_its_type_address_and_validators(server: ContentServer) -> None:
    with Fetcher(settings(server, user_agent="Sampleford/1.0")) as fetcher:
        reply = fetcher.get(f"{server.url}/#top")
    assert (reply.status, reply.body, reply.media_type) == (200, b"<h1>Bins</h1>", "text/html")
    assert reply.url == f"{server.url}/"
    assert reply.etag
    assert reply.last_modified
    assert reply.fetched_at.tzinfo is UTC
    assert server.requests[0].headers["user-agent"] == "Sampleford/1.0"


def test_a_page_we_already_have_is_not_sent_again(server: ContentServer) -> None:
    with Fetcher(settings(server)) as fetcher:
        first = fetcher.get(server.url)
        by_etag = fetcher.get(server.url, etag=first.etag)
        by_date = fetcher.get(server.url, last_modified=first.last_modified)
        other = fetcher.get(server.url, etag='"something else"')
    assert by_etag.not_modified
    assert by_date.not_modified
    assert by_etag.body == b""
    assert other.status == 200


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_not_there_is_said_to_be_gone(server: ContentServer, status: int) -> None:
    server.fault("/old", faults.answers(status))
    with Fetcher(settings(server)) as fetcher:
        assert fetcher.get(f"{server.url}/old").gone


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_failure_that_passes_is_tried_again(server: ContentServer, status: int) -> None:
    server.fault("/", faults.answers(status, times=2))
    sleeps = Sleeps()
    with Fetcher(settings(server), sleep=sleeps) as fetcher:
        assert fetcher.get(server.url).status == 200
    assert server.count("/") == 3
    assert len([wait for wait in sleeps.waits if wait >= 0.25]) == 2


def test_a_failure_that_stays_is_an_error_with_its_address_and_reason(server: ContentServer) -> None:
    server.fault("/", faults.answers(500))
    with Fetcher(settings(server), sleep=Sleeps()) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.get(server.url)
    assert "500" in caught.value.what
    assert "3 tries" in caught.value.what
    assert caught.value.where == server.url
    assert server.count("/") == 3


@pytest.mark.parametrize("status", [400, 401, 403, 418])
def test_a_refusal_is_not_tried_again(server: ContentServer, status: int) -> None:
    server.fault("/", faults.answers(status))
    with Fetcher(settings(server)) as fetcher, pytest.raises(FetchError, match=str(status)):
        fetcher.get(server.url)
    assert server.count("/") == 1


def test_retry_after_is_honoured_in_seconds_and_as_a_date_and_capped(server: ContentServer) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=58), usegmt=True)
    # The date comes nearer while a slow machine gets to it; without it the wait would be 2 seconds at the most.
    for value, low, high in [("7", 7, 7), (date, 3, 59), ("86400", 60, 60), ("soon", 0, 2), ("-5", 0, 2)]:
        server.fault("/", faults.answers(429, times=1, retry_after=value))
        sleeps = Sleeps()
        with Fetcher(settings(server), sleep=sleeps) as fetcher:
            assert fetcher.get(server.url).status == 200
        assert low <= max(sleeps.waits) <= high, value


def test_requests_to_one_host_are_kept_apart(server: ContentServer) -> None:
    with Fetcher(settings(server, requests_per_second=10)) as fetcher:
        for _ in range(4):
            fetcher.get(server.url)
    # The first one also waits for its connection, so only the whole run can be timed.
    assert server.requests[-1].at - server.requests[0].at > 0.2


def test_a_host_that_asks_for_it_is_read_more_slowly(server: ContentServer) -> None:
    sleeps = Sleeps()
    with Fetcher(settings(server), sleep=sleeps) as fetcher:
        fetcher.slow_down(server.url, 12)
        fetcher.get(server.url)
        fetcher.get(server.url)
    assert max(sleeps.waits) > 11


@pytest.mark.parametrize("headers_too", [False, True])
def test_a_slow_drip_is_cut_off(server: ContentServer, headers_too: bool) -> None:
    server.fault("/", faults.drips(0.05, headers_too=headers_too))
    with (
        Fetcher(settings(server, timeout_seconds=0.2, retries=0)) as fetcher,
        pytest.raises(FetchError, match="too long"),
    ):
        fetcher.get(server.url)


def test_half_a_body_is_tried_again_and_never_taken_for_the_whole(server: ContentServer) -> None:
    server.fault("/", faults.half_a_body(times=1))
    with Fetcher(settings(server), sleep=Sleeps()) as fetcher:
        assert fetcher.get(server.url).body == b"<h1>Bins</h1>"
        server.fault("/", faults.half_a_body())
        with pytest.raises(FetchError, match="broke off"):
            fetcher.get(server.url)
    assert server.count("/") == 5


@pytest.mark.parametrize("stated", [True, False])
def test_a_body_over_the_limit_is_refused_while_it_streams(server: ContentServer, stated: bool) -> None:
    server.fault("/", faults.sends(50_000_000, stated=stated))
    with Fetcher(settings(server, max_bytes=100_000)) as fetcher, pytest.raises(FetchError, match="max_bytes"):
        fetcher.get(server.url)
    assert server.count("/") <= 1


def test_a_gzip_bomb_is_refused_before_it_unpacks(server: ContentServer) -> None:
    server.fault("/", faults.gzip_bomb(200_000_000))
    with Fetcher(settings(server, max_bytes=100_000)) as fetcher, pytest.raises(FetchError, match="max_bytes"):
        fetcher.get(server.url)


def test_a_gzipped_body_is_unpacked_whole_and_a_broken_one_refused() -> None:
    body = b"<p>Bins</p>" * 20_000
    two = gzip.compress(body) + gzip.compress(b"<p>End</p>")
    packed = {"Content-Encoding": "gzip"}
    pages = {
        "/whole": Reply(gzip.compress(body), headers=packed),
        "/two": Reply(two, headers=packed),
        "/broken": Reply(gzip.compress(body)[:-20], headers=packed),
        "/not": Reply(b"plain after all", headers=packed),
        "/twice": Reply(gzip.compress(gzip.compress(body)), headers={"Content-Encoding": "gzip, gzip"}),
    }
    with ContentServer.from_pages(pages) as server, Fetcher(settings(server, retries=0)) as fetcher:
        assert fetcher.get(f"{server.url}/whole").body == body
        assert fetcher.get(f"{server.url}/two").body == body + b"<p>End</p>"
        for path in ("/broken", "/not", "/twice"):
            with pytest.raises(FetchError):
                fetcher.get(server.url + path)


def test_redirects_are_followed_and_the_last_address_told(server: ContentServer) -> None:
    server.fault("/a", faults.redirects("/b#part", 301))
    with Fetcher(settings(server)) as fetcher:
        reply = fetcher.get(f"{server.url}/a")
    assert (reply.url, reply.body) == (f"{server.url}/b", b"<h1>Other</h1>")


def test_a_redirect_loop_ends(server: ContentServer) -> None:
    server.fault("/", faults.redirects("/"))
    with Fetcher(settings(server)) as fetcher, pytest.raises(FetchError, match="more than 5"):
        fetcher.get(server.url)
    assert server.count("/") == 6


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2/",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost:9/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://user:secret@example.org/",
    ],
)
def test_a_redirect_to_a_private_or_odd_address_is_refused(server: ContentServer, to: str) -> None:
    server.fault("/", faults.redirects(to))
    with Fetcher(settings(server)) as fetcher, pytest.raises(FetchError):
        fetcher.get(server.url)
    assert server.count() == 1


def test_another_port_of_an_allowed_host_stays_refused(server: ContentServer) -> None:
    with Fetcher(settings(server)) as fetcher, pytest.raises(AddressRefusedError, match="allow_private_hosts"):
        fetcher.get("http://127.0.0.1:1/")


def test_an_allowed_host_without_a_port_allows_each_of_its_ports(server: ContentServer) -> None:
    with Fetcher(settings(server, allow_private_hosts=("localhost",)), resolver=lambda *_: ["127.0.0.1"]) as fetcher:
        assert fetcher.get(server.url.replace("127.0.0.1", "localhost")).status == 200
        with pytest.raises(AddressRefusedError):
            fetcher.get(server.url)


def test_a_name_that_points_at_a_private_address_is_refused_even_beside_a_public_one() -> None:
    with (
        Fetcher(FetchSettings(retries=0), resolver=lambda *_: ["93.184.215.14", "10.0.0.1"]) as fetcher,
        pytest.raises(AddressRefusedError, match="not a public address"),
    ):
        fetcher.get("http://guidance.example/")


def test_a_name_is_looked_up_once_so_that_it_cannot_change_after_the_check(server: ContentServer) -> None:
    port = int(server.host.rpartition(":")[2])
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.9.9.9"]

    allowed = (f"guidance.example:{port}",)
    with Fetcher(settings(server, allow_private_hosts=allowed), resolver=rebinding) as fetcher:
        assert fetcher.get(f"http://guidance.example:{port}/").status == 200
    assert asked == ["guidance.example"]
    assert server.requests[0].headers["host"] == f"guidance.example:{port}"


def test_a_name_with_no_address_is_an_error_that_says_so() -> None:
    def nowhere(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    with (
        Fetcher(FetchSettings(retries=1), resolver=nowhere, sleep=Sleeps()) as fetcher,
        pytest.raises(FetchError, match="looked up"),
    ):
        fetcher.get("http://guidance.example/")


def test_proxies_in_the_environment_are_not_used(server: ContentServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with Fetcher(settings(server)) as fetcher:
        assert fetcher.get(server.url).status == 200


def test_no_cookie_is_kept() -> None:
    pages = {"/": Reply(b"", headers={"Set-Cookie": "id=1; Path=/"})}
    with ContentServer.from_pages(pages) as server, Fetcher(settings(server)) as fetcher:
        fetcher.get(server.url)
        fetcher.get(server.url)
        assert "cookie" not in server.requests[1].headers


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2a04:4e42::144", True),
        ("64:ff9b::5db8:d70e", True),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("100.64.0.1", False),
        ("100.100.100.200", False),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("192.0.0.192", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),
        ("2001:0:1::f5ff:fffe", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
    ],
)
def test_only_public_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public
