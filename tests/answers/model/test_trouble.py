"""What goes wrong with a model, and what people see then: the guidance, quoted, and that it is."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest

from fingerpost.answers.compose import QUOTED_INSTEAD
from fingerpost.answers.model.asking import Ended
from fingerpost.answers.model.proposal import CUT_SHORT
from fingerpost.testing.model_replies import Failed, Reply, Said, cut, says
from tests.answers.model.asked import ANSWER, LINE, OTHER, Open, ended, passages, texts

FALLS_BACK: dict[str, tuple[Reply, Ended]] = {
    "overloaded": (Failed(529, "overloaded_error"), Ended.OVERLOADED),
    "too many requests": (Failed(429, "rate_limit_error"), Ended.OVERLOADED),
    "a failing server": (Failed(500), Ended.OVERLOADED),
    "a wrong key": (Failed(401, "authentication_error"), Ended.REJECTED),
    "no such model": (Failed(404, "not_found_error"), Ended.REJECTED),
    "no credit": (Failed(402, "billing_error"), Ended.REJECTED),
    "a refusal": (Said(stop="refusal"), Ended.REFUSED),
    "an empty answer": (says(), Ended.EMPTY),
    "nothing at all": (Said(stop="end_turn"), Ended.EMPTY),
    "words and no answer": (Said(text="I can't help with that.", stop="end_turn"), Ended.MALFORMED),
    "another form": (Said('{"answer": "It costs £60."}'), Ended.MALFORMED),
    "broken JSON": (Said('{"sentences": [}{'), Ended.MALFORMED),
    "a limit before the first sentence": (cut(ANSWER, 40), Ended.LENGTH),
    "a connection that drops": (replace(ANSWER, breaks_after=0), Ended.UNREACHABLE),
    "an error in the stream": (replace(ANSWER, breaks_after=1, error="overloaded_error"), Ended.OVERLOADED),
}


@pytest.mark.parametrize("trouble", FALLS_BACK)
@pytest.mark.parametrize("name", ["anthropic:claude-sonnet-5-5", "openai:small-model"], ids=["anthropic", "openai"])
def test_where_the_model_gives_no_answer_the_guidance_is_quoted_and_that_is_said(
    open_composer: Open, trouble: str, name: str
) -> None:
    reply, ending = FALLS_BACK[trouble]
    composer, _ = open_composer(reply, name=name, retries=0)
    draft = composer.compose("How much is a permit?", passages())
    assert texts(draft) == [OTHER]
    assert draft.notices == (QUOTED_INSTEAD,)
    assert draft.composer == "extractive-1"
    if not (name.startswith("openai") and trouble == "an error in the stream"):
        assert ended(draft) is ending


def test_a_model_that_finds_no_answer_is_believed(open_composer: Open) -> None:
    composer, _ = open_composer(says(completeness="none"))
    draft = composer.compose("How much is a permit?", passages())
    assert draft.statements == ()
    assert draft.notices == ()
    assert ended(draft) is Ended.FINISHED


CUT_SHORT_BY: dict[str, Reply] = {
    "its limit of tokens": cut(ANSWER, len(ANSWER.arguments) // 2 + 20),
    "a connection that drops": replace(ANSWER, breaks_after=9),
    "overload in the middle": replace(ANSWER, breaks_after=9, error="overloaded_error"),
    "a time-out in the middle": replace(ANSWER, holds_after=9, until=Event()),
}


@pytest.mark.parametrize("reason", CUT_SHORT_BY)
def test_whole_sentences_of_an_answer_cut_short_are_kept_and_it_is_not_called_whole(
    open_composer: Open, reason: str
) -> None:
    composer, server = open_composer(CUT_SHORT_BY[reason], seconds=4)
    draft = composer.compose("How much is a permit?", passages())
    assert texts(draft) == [LINE]
    assert not draft.complete
    assert draft.notices == (CUT_SHORT,)
    assert len(server.requests) == 1, "what has been said is not asked for again"


def test_a_model_asked_for_an_answer_in_text_is_understood(open_composer: Open) -> None:
    composer, _ = open_composer(Said(text=f"```json\n{ANSWER.arguments}\n```", stop="end_turn"))
    assert texts(composer.compose("How much is a permit?", passages())) == [LINE, OTHER]


def test_no_more_sentences_are_taken_than_an_answer_may_have(open_composer: Open) -> None:
    composer, _ = open_composer(says(*[(f"Sentence {n}.", [("p1", LINE)]) for n in range(20)]))
    assert len(composer.compose("How much is a permit?", passages()).statements) == 8
