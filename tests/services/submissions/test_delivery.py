"""Each destination, over the real thing: HTTP and SMTP on loopback, and files on disk."""

from __future__ import annotations

import json
import os
import socket
import ssl
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from fingerpost.services.submissions.by_email import mail
from fingerpost.services.submissions.by_webhook import post
from fingerpost.services.submissions.sending import GiveUpError, TryAgainError, sender
from fingerpost.services.submissions.to_folder import write
from fingerpost.settings import EmailDestination, WebhookDestination, load_settings
from fingerpost.testing.back_office import BackOffice
from fingerpost.testing.mail_server import MailServer
from fingerpost.testing.web_chat_server import DeskReply
from tests.services.submissions.sent import KEY, queued


def webhook(url: str, key: str = KEY) -> WebhookDestination:
    return WebhookDestination(kind="webhook", url=url, key=SecretStr(key), seconds=5)


def mailbox(server: MailServer, **fields: object) -> EmailDestination:
    given = {"kind": "email", "to": ("waste@sampleford.example",), "sender": "forms@sampleford.example"}
    where = {"host": "localhost", "port": server.port, "tls": "none", "seconds": 5}
    return EmailDestination.model_validate({**given, **where, **fields})


@pytest.fixture
def office() -> Iterator[BackOffice]:
    with BackOffice(KEY) as opened:
        yield opened


def test_a_webhook_gets_the_body_signed_with_the_same_key_at_every_try(office: BackOffice):
    for attempt in (1, 2):
        post(queued(attempt), webhook(office.url))
    assert [each.genuine for each in office.received] == [True, True]
    assert {each.headers["idempotency-key"] for each in office.received} == {"the-key-of-this-one"}
    assert office.received[0].body == office.received[1].body == queued().body
    assert len(office.counted) == 1


def test_a_back_office_counts_nothing_that_is_not_signed_with_its_key(office: BackOffice):
    post(queued(), webhook(office.url, "another key that is long enough"))
    assert office.received
    assert not office.counted


@pytest.mark.parametrize("status", [301, 307, 401, 404, 408, 409, 429, 500, 503])
def test_what_may_pass_is_tried_again_and_a_redirect_is_not_followed(office: BackOffice, status: int):
    office.script(DeskReply(status, b"", {"Location": office.url, "Retry-After": "120"}))
    with pytest.raises(TryAgainError) as problem:
        post(queued(), webhook(office.url))
    assert problem.value.why == f"the receiver answered {status}"
    assert problem.value.wait == 120
    assert len(office.received) == 1


@pytest.mark.parametrize("status", [400, 413, 415, 422])
def test_what_the_receiver_refuses_is_not_tried_again(office: BackOffice, status: int):
    office.script(DeskReply(status, b"12 Mill Lane is not a street"))
    with pytest.raises(GiveUpError) as problem:
        post(queued(), webhook(office.url))
    assert "Mill" not in problem.value.why


@pytest.mark.parametrize("asked", ["", "soon", "-5", "Wed, 21 Oct 2026 07:28:00 GMT", "9" * 400])
def test_nonsense_about_when_to_come_back_is_passed_over(office: BackOffice, asked: str):
    office.script(DeskReply(503, b"", {"Retry-After": asked}))
    with pytest.raises(TryAgainError) as problem:
        post(queued(), webhook(office.url))
    assert 0 <= problem.value.wait <= 86_400


def test_a_receiver_that_is_not_there_is_tried_again():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(TryAgainError):
            post(queued(), webhook(f"http://127.0.0.1:{nobody.getsockname()[1]}/"))


def test_a_folder_holds_one_whole_file_for_each_that_nobody_else_may_read(tmp_path: Path):
    for attempt in (1, 2):
        file = write(queued(attempt), tmp_path / "in" / "waste")
    assert file.name == "7K4M-PRT9.json"
    assert json.loads(file.read_bytes())["answers"][1]["value"] == "12 Mill Lane\nSampleford"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [each.name for each in file.parent.iterdir()] == ["7K4M-PRT9.json"]


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path):
    (tmp_path / "in").write_text("a file")
    with pytest.raises(TryAgainError):
        write(queued(), tmp_path / "in")


def test_an_e_mail_says_it_in_words_and_as_json_with_the_same_message_id_at_every_try():
    with MailServer() as server:
        for attempt in (1, 2):
            mail(queued(attempt), mailbox(server, to=("waste@sampleford.example", "desk@sampleford.example")))
    first, second = server.received
    assert first.recipients == ("waste@sampleford.example", "desk@sampleford.example")
    assert first.message["Message-ID"] == "<the-key-of-this-one@sampleford.example>"
    assert first.message["Subject"] == "Tell us about a lost bin: 7K4M-PRT9"
    assert "Mill" not in str(first.message["Subject"])
    words, attached = first.message.iter_parts()
    assert "Where do you live?\n    12 Mill Lane Sampleford\n" in words.get_content().replace("\r\n", "\n")
    assert json.loads(attached.get_content()) == json.loads(queued().body)
    assert first.raw == second.raw
    assert len(server.counted) == 1


def test_nothing_that_is_typed_becomes_a_header_or_a_line_of_its_own():
    hostile = "x\r\nBcc: thief@example.org\r\n\r\nReference: 2222-2222"
    with MailServer() as server:
        mail(queued(address=hostile, note="\r\n.\r\nRCPT TO:<thief@example.org>"), mailbox(server))
    got = server.received[0]
    assert got.recipients == ("waste@sampleford.example",)
    assert got.message["Bcc"] is None
    lines = next(got.message.iter_parts()).get_content().splitlines()
    assert [line for line in lines if line.startswith("Reference:")] == ["Reference: 7K4M-PRT9"]


@pytest.mark.parametrize(
    ("command", "reply", "expected"),
    [
        ("RCPT", "550 no such mailbox", GiveUpError),
        ("RCPT", "451 try later", TryAgainError),
        ("MAIL", "421 closing", TryAgainError),
        ("END", "452 disk full", TryAgainError),
        ("END", "554 spam", GiveUpError),
    ],
)
def test_a_mail_server_that_refuses_is_tried_again_unless_it_never_will(
    command: str, reply: str, expected: type[Exception]
):
    with MailServer({command: reply}) as server, pytest.raises(expected) as problem:
        mail(queued(), mailbox(server))
    assert "sampleford.example" not in str(problem.value)


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return the TLS of a server called localhost, and the file of who vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, secret)
    return context, certificate


def test_mail_goes_over_tls_to_a_server_that_is_vouched_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    context, vouched = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", os.fspath(vouched))
    with MailServer(tls=context) as server:
        mail(queued(), mailbox(server, tls="starttls"))
    assert server.received[0].encrypted


def test_mail_is_not_sent_to_a_server_that_nobody_vouches_for_or_that_has_no_tls(tmp_path: Path):
    context, _ = certificate(tmp_path)
    for tls in (context, None):
        with MailServer(tls=tls) as server, pytest.raises(TryAgainError):
            mail(queued(), mailbox(server, tls="starttls"))
        assert not server.received


def test_a_journey_can_only_name_a_destination_that_is_set(tmp_path: Path, office: BackOffice):
    (tmp_path / "fingerpost.toml").write_text(
        f"""[service]
name = "Ask Sampleford"
[submissions.destinations.waste]
kind = "webhook"
url = "{office.url}"
""",
        encoding="utf-8",
    )
    send = sender(load_settings(tmp_path, {"FINGERPOST_SUBMISSIONS__DESTINATIONS__WASTE__KEY": KEY}))
    send(replace(queued(), destination="waste"))
    assert len(office.counted) == 1
    with pytest.raises(TryAgainError, match="has no 'elsewhere'"):
        send(replace(queued(), destination="elsewhere"))
    send(queued())
    assert (tmp_path / ".fingerpost" / "submissions" / "7K4M-PRT9.json").exists()
    assert len(office.received) == 1
