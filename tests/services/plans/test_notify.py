"""Codes by e-mail, sent to a Notify on loopback by its own client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr, ValidationError

from fingerpost.errors import EmailNotSentError
from fingerpost.services.plans.notify import is_address, send_code
from fingerpost.settings import PlanSettings
from fingerpost.testing.notify_server import TEMPLATES, NotifyServer

ADDRESS = "gwen@example.org"


@pytest.fixture
def notify() -> Iterator[NotifyServer]:
    with NotifyServer() as server:
        yield server


def settings(notify: NotifyServer, **more: object) -> PlanSettings:
    given = {"notify_key": SecretStr(notify.key), "notify_templates": dict(TEMPLATES), "notify_url": notify.url, **more}
    return PlanSettings.model_validate(given)


def send(plans: PlanSettings, locale: str = "en") -> None:
    send_code(plans, ADDRESS, "123456", locale=locale, service="Ask Sampleford", minutes=15)


def test_a_code_is_sent_in_the_persons_language(notify: NotifyServer):
    send(settings(notify), "cy")
    assert notify.sent[0].email_address == ADDRESS
    assert notify.sent[0].template_id == TEMPLATES["cy"]
    assert notify.sent[0].personalisation == {"code": "123456", "service": "Ask Sampleford", "minutes": "15"}


def test_what_notify_refuses_is_an_error_that_holds_neither_address_nor_code(
    notify: NotifyServer, caplog: pytest.LogCaptureFixture
):
    wrong_key = notify.key[:-4] + "0000"
    for plans in (
        settings(notify, notify_key=SecretStr(wrong_key)),
        settings(notify, notify_templates={"en": "99999999-9999-4999-8999-999999999999"}),
    ):
        with pytest.raises(EmailNotSentError) as told:
            send(plans)
        assert ADDRESS not in str(told.value)
        assert "123456" not in str(told.value)
    notify.refuse = 500
    with pytest.raises(EmailNotSentError):
        send(settings(notify))
    assert notify.sent == []
    assert ADDRESS not in caplog.text
    assert caplog.text == ""


def test_templates_need_a_key_and_a_key_has_to_be_whole():
    with pytest.raises(ValidationError, match="NOTIFY_KEY"):
        PlanSettings.model_validate({"notify_templates": dict(TEMPLATES)})
    with pytest.raises(ValidationError, match="copy the whole of it"):
        PlanSettings.model_validate({"notify_key": "short"})


@pytest.mark.parametrize("written", ["a@b.cy", "o'neil+x@mail.example.org"])
def test_addresses_are_known(written: str):
    assert is_address(written)


@pytest.mark.parametrize("written", ["", "a@b", "a b@c.org", "a@b.org\nbcc: c@d.org", "a@@b.org", "x" * 250 + "@a.org"])
def test_what_is_no_address_is_refused(written: str):
    assert not is_address(written)
