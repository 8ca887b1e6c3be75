"""The API's OpenAPI description: what every field means, and an example of every reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from fingerpost.interfaces.api.examples import EXAMPLES
from fingerpost.interfaces.api.problems import Problem

OPENAPI_URL = "/api/openapi.json"

_ANSWER = {
    "outcome": "What the question came to.",
    "question": "The question, with personal data taken out.",
    "record": "What made the answer, so that it can be explained and replayed.",
    "reason": "Why the outcome is what it is, in words for the service's team.",
    "parts": "The answer: what each page says, best page first.",
    "citations": "The quotations the answer rests on, by number.",
    "next_step": "Where to go on to do it, as the page itself offers.",
    "nearest": "The nearest pages, when there is no whole answer.",
    "contact": "How to reach a person, when there is no whole answer.",
    "removed": "The kinds of personal data taken out of the question.",
    "notices": "Keys of fixed wording to show with the answer.",
    "notice_words": "The words of the notices, in the question's language where there are words in it.",
    "language": "What it was asked in, as a BCP 47 tag: `und` if it can't be named, empty if it can't be told.",
    "confidence": "How likely it was judged that the passages found hold an answer, 0 to 1.",
    "intent": "What the person was taken to want.",
    "asked_as": "The whole question that was searched, where what was asked leant on the conversation; else empty.",
    "reading": "How hard the sentences are to read, for the service's team.",
    "clarification": "What to ask the person, when the outcome is `clarify`: the answer depends on what was not said.",
    "timings": "Seconds each step took, and `first_sentence`: from asking until the first sentence could be read.",
    "offers": "A calculator or journey that does what was asked for. Nothing has been worked out.",
    "worked": "What a calculator worked out from what was said. No guidance: show it as what it is, with its working.",
    "given": "All that it was worked out from, to be shown, confirmed or changed.",
    "figures": "The figures of the result.",
    "known": "What the person said that its form asks for: to be shown, confirmed or changed, and never assumed.",
    "placeholder": "What stands for it in the question, where it was taken out as personal data; else empty.",
    "judgements": "What the safeguards said of the question; empty when none acted.",
    "help": "Where to get help at once, most pressing first, when the outcome is `urgent`. Show it before all else.",
}
_USAGE = {
    "usage": "What asking a model took; null where none was asked.",
    "model": "The model that answered, as its provider names it.",
    "input_tokens": "All tokens that went in, those of the cache among them.",
    "output_tokens": "Tokens the model wrote.",
    "cache_read_tokens": "Tokens that went in from the provider's cache.",
    "cache_write_tokens": "Tokens that were put into the provider's cache.",
    "requests": "How often the model was asked, every try counted.",
    "cost": "The estimated cost, as a decimal number; null where no price is known.",
    "currency": "The currency of the cost.",
}
_SAFETY = {
    "safeguard": "Which safeguard acted: `urgent`, `attacks`, `harm` or `policy`.",
    "layer": "Which of its layers saw it: `rules`, `classifier` or `model`.",
    "score": "How sure it was, 0 to 1.",
    "notice": "The key of the fixed wording shown because of it, if it has its own.",
    "key": "A name for it that does not change.",
    "when": "Whom it is for, in the reader's words.",
    "guidance": "Whether guidance may follow the help.",
    "checked": "The day its number and hours were last compared with their source.",
}
_CLARIFICATION = {
    "dimension": "What is asked for: `nation`, `age`, `home`…, or `which` where only the guidance has a name for it.",
    "options": "Two to five options, which exclude one another.",
    "unsure": "The option for somebody who can't say. Nothing more is asked of them.",
    "label": "What the option's button says.",
    "words": "What choosing the option adds to the question.",
}
_CITED = {
    "text": "The words shown.",
    "citations": "The numbers of the citations they rest on.",
    "kind": "What the piece is, and so how it is shown.",
    "number": "Its number as published: a citation's, or a step's.",
    "level": "How deep the item is nested; 0 is outermost.",
    "dropped": "For each sentence proposed and not shown, the check it failed.",
    "paraphrase": "Whether the words are a model's own, carried by the citations, and not the page's.",
    "title": "The page's title.",
    "heading_path": "The headings above it, outermost first, without the page's title.",
    "quote": "The words, character for character as the section holds them.",
    "section_id": "The section they stand in.",
    "start": "Where the quotation starts in the section's text, in characters.",
    "end": "Where it ends.",
    "source": "The name of the source the page came from.",
    "content_hash": "SHA-256 of the page's text when it was read.",
    "licence": "The page's licence, an SPDX identifier or the source's own words.",
    "attribution": "The attribution to show with the quotation.",
    "updated_at": "When the page was last updated, if it says.",
    "published_at": "When the page was first published, if it says.",
    "fetched_at": "When the page was read.",
}
_CONVERSATION = {
    "conversation_id": "The conversation's id. Whoever has it can read and delete the conversation.",
    "turn_id": "The turn's id, by which feedback is given.",
    "asked_at": "When it was asked.",
    "feedback": "What was thought of the answer, if anything was said.",
    "locale": "The language, as a BCP 47 tag.",
    "started_at": "When it was started.",
    "turns": "The turns, oldest first.",
    "useful": "Whether the answer was useful.",
    "comment": "The person's own words, with personal data taken out.",
    "given_at": "When it was said.",
}
_READING = {
    "sentences": "How many sentences and list items were measured.",
    "words_per_sentence": "The mean length of a sentence, in words.",
    "longest_sentence": "The length of the longest, in words.",
    "reading_age": "The age at which they can be read, in years; null where the language has no tested formula.",
    "formula": "How the age was worked out.",
}
_EASY_READ = {
    "first": "What answers most directly, with what limits it.",
    "more": "The rest of the answer. Nothing is left out.",
    "contacts": "Whom to ask, as the guidance says.",
    "words": "Hard words that stand in the lines, and what they mean.",
    "by": "What made the easy read.",
    "lines": "Lines that are read together: one idea, or a list with its lead-in.",
    "pieces": "The words, character for character, each piece on a line of its own.",
    "labels": "The header above each cell of a table's row; empty for any other line.",
    "condition_first": "Whether the first piece is a condition that the guidance puts last.",
    "word": "The word.",
    "meaning": "What it means: fixed wording of the interface, not guidance.",
}
_ELSE = {
    "url": "An absolute address. A citation's takes a browser to the words.",
    "name": "The organisation, or the part of it.",
    "direction": "Which way the words are written: `ltr` or `rtl`.",
    "phone": "A phone number.",
    "email": "An e-mail address.",
    "hours": "When somebody is there.",
    "text_relay": "A number for text relay.",
    "index_version": "The version of the index that answered.",
    "content_version": "The version of the content in it.",
    "embedder": "What turned text into vectors.",
    "composer": "What composed the answer.",
    "prompt": "The version of the prompt, if a model was asked.",
    "release": "The version of Fingerpost.",
    "ranking": "The weights of the closer look, by name and hash; empty when there was none.",
    "query": "What was searched for, with personal data taken out.",
    "passages": "What was found, best first.",
    "scores": "Why it is ranked where it is.",
    "fused": "The score of the first look, by words and by meaning.",
    "evidence": "The score of the closer look, which the first passages are ordered by.",
    "measures": "What the closer look measured.",
    "similarity": "The cosine between query and section.",
    "bm25": "The full-text score.",
    "vector_rank": "The rank by similarity, from 1.",
    "text_rank": "The rank by full text, from 1.",
    "weight": "The weight of the page's kind and source.",
    "statements": "The sentences, in the page's own order.",
    "status": "What it is.",
    "sections": "How many sections the index holds.",
}
_CALCULATORS = {
    "calculators": "The calculators offered, in order of their names.",
    "description": "What it works out and what it leaves out.",
    "inputs": "A JSON Schema of what it takes; each property has a question (`title`) and a hint.",
    "result": "The figures by key: money as text in pounds, dates as ISO.",
    "working": "How each figure came about: a line for each step, with its rule and its source.",
    "rates": "The rates used and the dates they hold, both included.",
    "sources": "Where the rules and rates stand, once each.",
    "notes": "What the result does not take into account.",
}
_JOURNEYS = {
    "journeys": "The journeys offered, in the order they are shown.",
    "languages": "The languages it speaks.",
    "questions": "How many questions it has; no path asks them all.",
    "journey": "The journey's name.",
    "answers": "The answers that count, in order: each with its question's key and title, its value and its words.",
}
MEANINGS: Mapping[str, str] = {
    **_JOURNEYS,
    **_CALCULATORS,
    **_ANSWER,
    **_CONVERSATION,
    **_CLARIFICATION,
    **_ELSE,
    **_READING,
    **_SAFETY,
    **_USAGE,
    **_EASY_READ,
    **{k: v for k, v in _CITED.items() if k not in _ANSWER},
}
"""What each field of a reply means; a name means the same wherever it stands, but for those in ``_OTHERWISE``."""

_OTHERWISE = {
    ("CalculatorEntry", "name"): "The calculator's name, which does not change.",
    ("CalculatorEntry", "title"): "What it does for you.",
    ("CalculatorDetails", "name"): "The calculator's name, which does not change.",
    ("CalculatorDetails", "title"): "What it does for you.",
    ("JourneyEntry", "name"): "The journey's name, which does not change.",
    ("JourneyEntry", "title"): "What it does for you.",
    ("JourneyEntry", "description"): "What you find out.",
    ("SentIn", "reference"): "Its number, to be given to the person: they need it when they ask about it.",
    ("SentIn", "title"): "What was done, in the person's language.",
    ("SentIn", "next"): "What happens next, in Markdown.",
    ("SentIn", "sent_at"): "When it was sent in.",
    ("SentIn", "state"): "`queued` until it has arrived, then `delivered`; `dead` while somebody looks into it.",
    ("JourneyStep", "title"): "The journey's title.",
    ("JourneyStep", "locale"): "The language of the words.",
    ("JourneyStep", "question"): "The next question: its key, kind, title, hint and options; `null` at the end.",
    (
        "JourneyStep",
        "outcome",
    ): "Where it ends: title, body and sections in Markdown, start links and sources; `null` before.",
    ("Clarification", "question"): "The one short question to ask.",
    ("ClarificationOption", "question"): "The whole question to send to `POST /api/v1/ask` when it is chosen.",
    ("ClarificationOption", "quote"): "The guidance's own words that make this difference.",
    ("ClarificationOption", "url"): "The page they stand on.",
    ("Statement", "citations"): _CITED["citations"],
    ("Feedback", "reason"): "Why, one of the reasons feedback may give, or empty.",
    ("FoundPassage", "text"): "The section's text.",
    ("FoundPassage", "kind"): "The kind of page, as its source calls it.",
    ("HelpRoute", "text"): "A number to text.",
    ("HelpRoute", "source"): "The public address its details were checked against.",
    ("Judgement", "kind"): "What it saw, from the safeguard's own closed list.",
    ("Judgement", "outcome"): "What the turn comes to because of it.",
    ("Link", "text"): "The link's words.",
    ("Offer", "kind"): "What is offered: a `calculator` or a `journey`.",
    ("Offer", "name"): "Its name, which does not change.",
    ("Offer", "title"): "What it does for the person, as a link says it.",
    ("Offer", "url"): "Its page, on the service's own site.",
    ("Offer", "locale"): "The language of the title.",
    ("OfferedValue", "key"): "The input's key.",
    ("OfferedValue", "question"): "What the form asks.",
    ("OfferedValue", "value"): "What was said, as the form takes it; empty where it was taken out as personal data.",
    ("WorkedResult", "name"): "The calculator's name, which does not change.",
    ("WorkedResult", "title"): "What it works out, as a link says it.",
    ("WorkedResult", "url"): "The calculator's page, on the service's own site.",
    ("WorkedResult", "locale"): "The language of its words.",
    ("WorkedFigure", "key"): "The figure's name, which does not change.",
    ("WorkedFigure", "label"): "What the figure is.",
    ("WorkedFigure", "amount"): "The figure for programs: pounds as a decimal, a date as ISO.",
    ("WorkedFigure", "unit"): "What it is counted in.",
    ("WorkedFigure", "words"): "The figure for people.",
    ("WorkedLine", "label"): "What this step gives.",
    ("WorkedLine", "words"): "Its figure, for people.",
    ("WorkedLine", "rule"): "The rule that gives it.",
    ("WorkedLine", "source"): "Where the rule stands.",
    ("WorkedLine", "url"): "The public address of that.",
    ("WorkedRates", "name"): "What the rates are for.",
    ("WorkedRates", "starts"): "The first day they hold.",
    ("WorkedRates", "ends"): "The last day they hold; `null` where no end is announced.",
    ("WorkedRates", "source"): "Where the rates stand.",
    ("WorkedRates", "url"): "The public address of that.",
    ("Notice", "text"): "Fixed wording of the interface, not guidance.",
}


def describe(app: FastAPI) -> None:
    """Make ``app.openapi`` return the description; it is served at ``OPENAPI_URL``."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app)
        return app.openapi_schema

    app.openapi = openapi


def _description(app: FastAPI) -> dict[str, Any]:
    found: dict[str, Any] = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, openapi_version="3.1.0"
    )
    schemas: dict[str, Any] = found["components"]["schemas"]
    problem = TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    # FastAPI's own form of a validation error: nothing here replies with it.
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for name, schema in schemas.items():
        for key, described in schema.get("properties", {}).items():
            meaning = _OTHERWISE.get((name, key)) or MEANINGS.get(key)
            if meaning and "description" not in described:
                described["description"] = meaning
        if name in EXAMPLES:
            schema["examples"] = [EXAMPLES[name]]
        # A docstring's account of its Python fields is for Python's readers.
        schema["description"] = str(schema.get("description", "")).split("\n\n")[0].replace("``", "`")
    return found
