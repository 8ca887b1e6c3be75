"""A whole service keeps placeholders the same from one question to the next, in its store too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.small_service import make_service_folder


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = make_service_folder(tmp_path_factory.mktemp("service"))
    sync(load_settings(folder, {}))
    with Service.open(folder) as opened:
        yield opened


def test_a_stored_conversation_remembers_which_placeholder_was_whose(service: Service) -> None:
    conversation = service.store.start("en")
    service.store.add(conversation, service.assistant.ask("Ring 07700 900123. How do I get a parking permit?"))
    history = tuple(turn.answer for turn in service.store.turns(conversation))
    service.store.add(
        conversation,
        service.assistant.ask("My son Jack is on 0117 496 0123, not +44 7700 900123. Can he park?", history=history),
    )

    first, second = (turn.answer for turn in service.store.turns(conversation))
    assert first.question.startswith("Ring [phone 1].")
    assert second.question == "My son [name 1] is on [phone 2], not [phone 1]. Can he park?"
    assert second.removed == ("name", "phone number")
    assert "900123" not in repr(second)
