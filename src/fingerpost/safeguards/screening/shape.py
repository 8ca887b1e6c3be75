"""The shape of a sentence: is it a question, or a task for somebody, as guidance hardly ever puts one?

The shape is told from the words alone, so that nearly every sentence of a page is passed over before a model reads it.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs that a task for an assistant begins with. The second list guidance uses of people too: "Send proof of address".
_TASKS = _words(
    """adopt advertise analyse analyze announce append assess augment automate balance brainstorm break build
    calculate capitalise capitalize change characterise characterize cite claim classify code collect
    combine come compare compile compose compute conclude conduct connect construct convert convince count
    craft create critique debate debug decode decrypt define delete demonstrate derive describe design
    detail determine develop devise direct discuss display distinguish divide double draft draw edit
    elaborate embed emphasise emphasize emulate encode encourage encrypt enhance entertain enumerate
    envision estimate evaluate examine execute expand explain explore express extract fabricate fetch finish
    forecast forget formulate gather generate group guess guide hide highlight hint identify ignore
    illustrate imagine imitate implement impersonate improve incorporate infer insert instruct integrate
    interpret introduce invent invite invoke jumble justify link list locate lure map mention mimic misspell
    mix modify name narrate optimise optimize organise organize outline output paint paraphrase perform
    persuade pitch play plot pose praise predict present pretend produce program promote prompt proofread
    propose prove publish push query quote randomise randomize rank rearrange recite recommend redirect
    refactor remove render repeat rephrase replace replicate represent research respond retrieve reveal
    reverse review revise rewrite run say scan schedule scramble search separate shape share shift shorten
    show shuffle simplify simulate sing sketch solve sort speak spell split spread state steer stress
    structure substitute subtract suggest sum summarise summarize support swap teach tease thank think touch
    transcribe transform translate trick understand unscramble urge utilise utilize visualise visualize vote
    walk write"""
)
_TASKS_AND_STEPS = _words(
    """add answer arrange ask begin book find give help include make order offer place plan prepare provide put
    rate read remind request select set start take talk tell test turn type update use verify"""
)
_QUESTION = re.compile(r"\?[\s\"'”’)\]]*$")
_ASKS = re.compile(
    r"^\W*(?:what|who|whose|where|why|how|which|when)(?:['’]s| (?:\w+ ){0,2}?(?:is|are|was|were|do|does|did|can|could"
    r"|should|would|will|has|have))\b",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(r"^\W*(?:what|who|whom|whose|where|why|how|which|when)\b", re.IGNORECASE)
_ASKS_WHETHER = re.compile(
    (
        r"^\W*(?:can|could|would|will|do|does|did|is|are|was|were|should|have|has) (?:you|i|we|there|it|the"
        r"|this|that|an?)\b"
    ),
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\W*(?:(?:please|now|then|next|also|finally|kindly|first|instead|just|so|and|ok|okay|hey|hi|hello"
    r"|your task(?: is)?(?: to)?"
    r"|i want you to|i need you to|i['’]d like you to|can you|could you|would you|will you|you (?:must"
    r"|should|will|can|need to)"
    r"|in your \w+|let['’]s|let us|always|never|do not|don['’]t)[,:]?\s+)*",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"(?<![(\w])(?:I|I['’]\w+|i (?:want|need|am|would|will|have|like)|[Mm]e|[Mm]y|[Ll]et['’]s)\b(?!\))"
)
_QUOTED = re.compile(r"[\"“'‘][^\"”'’]{2,}[\"”'’]")
_REPLY = re.compile(
    r"\b(?:your|the) (?:\w+ )?(?:answers?|repl(?:y|ies)|responses?|outputs?|messages?)\b", re.IGNORECASE
)
_ADDRESS = re.compile(r"\b(?:www\.|https?://)\S+|\b[\w-]+\.(?:com|net|org|xyz|io)\b", re.IGNORECASE)
_SHORT, _LONG = 4, 25
_PLACES = frozenset(["heading", "item", "step", "row", "table_header", "contact"])

FEATURES = (
    "question",
    "asks",
    "asks whether",
    "question word",
    "task",
    "task or step",
    "led",
    "speaker",
    "quoted",
    "reply",
    "address",
    "heading",
    "item",
    "table or contact",
    "small letter",
    "short",
    "long",
)
"""What ``shape`` tells, in order."""


def shape(sentence: str, kind: str = "paragraph") -> tuple[bool, ...]:
    """Return what a sentence looks like, in the order of ``FEATURES``.

    Args:
        sentence: one sentence, in ordinary letters.
        kind: the kind of block it stands in.
    """
    lead = _LEAD.match(sentence)
    rest = sentence[lead.end() :] if lead else sentence
    first = re.match(r"[A-Za-z]+", rest)
    verb = first[0].lower() if first else ""
    words = len(sentence.split())
    return (
        bool(_QUESTION.search(sentence)),
        bool(_ASKS.match(sentence)),
        bool(_ASKS_WHETHER.match(sentence)),
        bool(_QUESTION_WORD.match(sentence)),
        verb in _TASKS,
        verb in _TASKS_AND_STEPS,
        bool(lead and lead[0].strip()),
        bool(_SPEAKER.search(sentence)),
        bool(_QUOTED.search(sentence)),
        bool(_REPLY.search(sentence)),
        bool(_ADDRESS.search(sentence)),
        kind == "heading",
        kind in {"item", "step"},
        kind in {"row", "table_header", "contact"},
        sentence[:1].islower(),
        words < _SHORT,
        words > _LONG,
    )


def may_be_a_task(shown: tuple[bool, ...]) -> bool:
    """Say whether a sentence of this shape is worth a closer look; one in twenty of guidance is."""
    told = dict(zip(FEATURES, shown, strict=True))
    if told["question"] or told["reply"]:
        return True
    if told["table or contact"]:
        return told["speaker"] and told["task"]
    asks = told["asks"] or told["asks whether"] or told["task"] or told["task or step"] or told["speaker"]
    return (asks and not told["small letter"]) or (told["address"] and not told["item"])
