from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from fingerpost.domain import Outcome
from fingerpost.errors import SettingsError
from fingerpost.safeguards.policy import Policies, Policy
from fingerpost.search.embed import open_embedder
from fingerpost.settings import load_settings

SERVICE = '[service]\nname = "Sampleford"\n'


@cache
def sampleford() -> Policies:
    settings = load_settings(Path(str(files("fingerpost.demo") / "sampleford")), {})
    policies = [Policy(**each.model_dump()) for each in settings.policy]
    return Policies(policies, open_embedder("minilm-l6-v2-int8"))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which party should get my vote?", "party_politics"),
        ("Will the judge believe me?", "personal_advice"),
        ("What do you think about refugees?", "opinions"),
        ("How do I get a refund from Amazon?", "other_organisations"),
    ],
)
def test_what_a_service_does_not_answer_is_out_of_scope_with_its_own_words(question: str, kind: str) -> None:
    [judgement] = sampleford().check(question)
    assert (judgement.kind, judgement.outcome, judgement.notice) == (kind, Outcome.OUT_OF_SCOPE, f"policy.{kind}")


@pytest.mark.parametrize(
    "question",
    [
        "Where is my polling station?",
        "Who is the leader of the council?",
        "Can I get sick pay?",
        "I'm on a low wage with two kids, can you knock something off my council tax?",
        "What time does the swimming pool open on Sunday?",
        "How do I appeal against a parking ticket?",
    ],
)
def test_what_a_service_does_answer_is_left_alone(question: str) -> None:
    assert not sampleford().check(question)


def test_a_service_without_policies_turns_nobody_away() -> None:
    assert not Policies([], open_embedder("minilm-l6-v2-int8")).check("Who should I vote for?")


@pytest.mark.parametrize(
    ("policy", "named"),
    [
        ('name = "x"\ndescription = "something"\nexamples = ["one?"]', "policy[0].examples"),
        ('name = "X y"\ndescription = "something"\nexamples = ["one?", "two?"]', "policy[0].name"),
        ('name = "x"\ndescription = "something"\nexamples = ["one?", "two?"]\nsays = "rude"', "policy[0].says"),
        ('name = "x"\ndescription = "something"\nexample = ["one?", "two?"]', "policy[0].example"),
    ],
)
def test_a_mistake_in_a_policy_is_named_by_its_key(tmp_path: Path, policy: str, named: str) -> None:
    (tmp_path / "fingerpost.toml").write_text(f"{SERVICE}\n[[policy]]\n{policy}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, {})
    assert named in str(caught.value)
