"""TLS over connections pinned to a checked address: the host's name is what is asked for and verified."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fingerpost.content.fetch import Fetcher
from fingerpost.errors import FetchError
from fingerpost.settings import FetchSettings

HOST = "guidance.example"


def certificate_for(host: str, folder: Path) -> Path:
    """Write a self-signed certificate and its key into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    written = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    written.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return written


class Named:
    """A TLS server on loopback whose certificate is for ``HOST``. ``asked`` are the names clients asked for."""

    def __init__(self, certificate: Path) -> None:
        self.asked: list[str | None] = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.sni_callback = lambda _socket, name, _context: self.asked.append(name)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Named]:
    certificate = certificate_for(HOST, tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(http.server.SimpleHTTPRequestHandler, "log_message", lambda *_: None)
    monkeypatch.setattr(http.server.SimpleHTTPRequestHandler, "send_head", lambda handler: handler.send_error(404))
    running = Named(certificate)
    monkeypatch.setattr(running.server, "handle_error", lambda *_: None)
    thread = threading.Thread(target=running.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield running
    running.server.shutdown()
    thread.join()
    running.server.server_close()


def fetcher_for(host: str) -> Fetcher:
    settings = FetchSettings(allow_private_hosts=(host,), retries=0, timeout_seconds=5)
    return Fetcher(settings, resolver=lambda *_: ["127.0.0.1"])


def test_the_certificate_is_asked_for_and_verified_by_the_hosts_name(named: Named) -> None:
    with fetcher_for(HOST) as fetcher:
        assert fetcher.get(f"https://{HOST}:{named.port}/").gone
    assert named.asked == [HOST]


def test_a_certificate_for_another_name_is_refused(named: Named) -> None:
    with fetcher_for("other.example") as fetcher, pytest.raises(FetchError, match="certificate"):
        fetcher.get(f"https://other.example:{named.port}/")


def test_a_certificate_nobody_vouches_for_is_refused(named: Named, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with fetcher_for(HOST) as fetcher, pytest.raises(FetchError, match="certificate"):
        fetcher.get(f"https://{HOST}:{named.port}/")


def test_a_redirect_from_https_to_http_is_refused(named: Named, monkeypatch: pytest.MonkeyPatch) -> None:
    def redirect(handler: http.server.SimpleHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", f"http://{HOST}:{named.port}/")
        handler.end_headers()

    monkeypatch.setattr(http.server.SimpleHTTPRequestHandler, "send_head", redirect)
    with fetcher_for(HOST) as fetcher, pytest.raises(FetchError, match="from https to http"):
        fetcher.get(f"https://{HOST}:{named.port}/")
