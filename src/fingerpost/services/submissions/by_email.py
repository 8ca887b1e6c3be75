"""Delivery to a mailbox: what was answered in words, and the same as JSON beside it. The Message-ID is the key."""

from __future__ import annotations

import json
import smtplib
import ssl
from datetime import UTC
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from fingerpost.services.submissions.reference import shown
from fingerpost.services.submissions.sending import GiveUpError, Queued, TryAgainError
from fingerpost.settings import EmailDestination

_REFUSED = frozenset({550, 551, 553, 554})
"""Replies that say a mailbox is not there or takes none of this (RFC 5321, section 4.2.3)."""


def message_of(queued: Queued, to: EmailDestination) -> EmailMessage:
    """Return the e-mail of a submission: byte for byte the same at every try.

    The subject holds the reference and what it is about, and nothing that anybody answered.
    """
    fields: dict[str, Any] = json.loads(queued.body)
    message = EmailMessage()
    message["From"] = to.sender
    message["To"] = ", ".join(to.to)
    message["Subject"] = " ".join(f"{fields['title']}: {shown(queued.reference)}".split())
    message["Date"] = format_datetime(queued.created_at.astimezone(UTC))
    message["Message-ID"] = f"<{queued.id}@{to.sender.rpartition('@')[2]}>"
    message["Idempotency-Key"] = queued.id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_words(fields))
    message.add_attachment(
        queued.body, maintype="application", subtype="json", filename=f"{shown(queued.reference)}.json"
    )
    message.set_boundary(f"={queued.id}=")
    return message


def mail(queued: Queued, to: EmailDestination) -> None:
    """Send a submission; return when the mail server has taken it for every address.

    Raises:
        TryAgainError: the server can't be reached, or said something that may pass.
        GiveUpError: it takes no mail for an address, or none of this.
    """
    message = message_of(queued, to)
    try:
        with _connected(to) as server:
            if to.user:
                server.login(to.user, to.password.get_secret_value() if to.password else "")
            refused = server.send_message(message)
    except smtplib.SMTPRecipientsRefused as problem:
        raise _failed(max((code for code, _ in problem.recipients.values()), default=0)) from None
    except smtplib.SMTPResponseException as problem:
        raise _failed(problem.smtp_code) from None
    except (OSError, smtplib.SMTPException) as problem:
        raise TryAgainError(f"the mail server could not be reached ({type(problem).__name__})") from None
    if refused:
        # Some have it and some do not: sent again with the same Message-ID, the first can tell.
        raise TryAgainError("the mail server refused one of the addresses")


def _connected(to: EmailDestination) -> smtplib.SMTP:
    """Return a connection that nobody can listen to, unless the settings say that it crosses no internet."""
    context = ssl.create_default_context()
    if to.tls == "implicit":
        return smtplib.SMTP_SSL(to.host, to.port, timeout=to.seconds, context=context)
    server = smtplib.SMTP(to.host, to.port, timeout=to.seconds)
    if to.tls == "starttls":
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def _failed(code: int) -> TryAgainError | GiveUpError:
    if code in _REFUSED:
        return GiveUpError(f"the mail server answered {code}: it takes no mail for this address, or none like this")
    return TryAgainError(f"the mail server answered {code}")


def _words(fields: dict[str, Any]) -> str:
    """Return a submission as somebody reads it."""
    lines = [
        f"{fields['title']}",
        "",
        f"Reference: {fields['reference']}",
        f"Sent in: {fields['submitted_at']}",
        f"Language: {fields['locale']}",
        "",
    ]
    for each in fields["answers"]:
        # On one line each: nothing that anybody typed can look like a line of ours.
        lines += [each["question"], f"    {' '.join(str(each['answer']).split()) or '–'}", ""]
    if fields["declaration"]:
        lines += [f"Declared: {fields['declaration']}", ""]
    lines.append(f"Key: {fields['id']} (if it comes again with the same key, it is the same one)")
    return "\n".join(lines) + "\n"
