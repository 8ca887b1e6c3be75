"""What is sent in: the answers of the path, in the words of the service's team, and nothing else."""

from __future__ import annotations

import json

import pytest

from fingerpost.errors import SubmissionError
from fingerpost.services.journeys import follow
from tests.services.submissions.sent import ANSWERS, NOW, TODAY, journey, request


def test_the_receiver_gets_every_answer_of_the_path_as_a_value_and_in_words():
    sent = json.loads(request().body("key", "7K4MPRT9", NOW))
    assert sent["id"] == "key"
    assert sent["reference"] == "7K4M-PRT9"
    assert (sent["journey"], sent["outcome"], sent["locale"], sent["channel"]) == ("lost-bin", "tell", "cy", "web")
    assert sent["service"] == {"name": "Ask Sampleford", "organisation": "Sampleford Council"}
    assert [each["key"] for each in sent["answers"]] == ["lost", "address", "note"]
    assert sent["answers"][0] == {
        "key": "lost",
        "kind": "yes_no",
        "question": "Is your bin gone?",
        "value": True,
        "answer": "Yes",
    }
    assert sent["declaration"] == "You say that your bin at 12 Mill Lane Sampleford is gone."
    assert sent["submitted_at"] == "2026-11-24T09:30:00+00:00"


def test_an_answer_that_no_longer_counts_is_not_sent():
    progress = follow(journey(), {**ANSWERS, "gone_by": "x"}, today=TODAY)
    assert set(progress.answers) == {"lost", "address", "note"}
    assert b"gone_by" not in request(gone_by="x").body("key", "7K4MPRT9", NOW)


@pytest.mark.parametrize("answers", [{}, {"lost": True}, {"lost": False}])
def test_nothing_is_sent_before_the_end_or_from_an_outcome_that_takes_nothing(answers: dict[str, bool]):
    from fingerpost.services.submissions.request import request_of

    progress = follow(journey(), answers, today=TODAY)
    with pytest.raises(SubmissionError):
        request_of(progress, service="s", organisation="o", own_locale="en", locale="en", channel="web")


def test_a_mark_tells_other_answers_apart_and_nothing_without_its_key():
    assert request().mark("one") == request().mark("one")
    assert request().mark("one") != request(note="Other").mark("one")
    assert request().mark("one") != request().mark("two")


def test_nothing_of_an_answer_is_in_what_a_traceback_would_show():
    assert "Mill" not in repr(request())
