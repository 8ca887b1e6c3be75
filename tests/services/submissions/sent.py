"""A small journey that is sent in, and what somebody sends in by it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from fingerpost.services.journeys import Journey, follow, parse_journey
from fingerpost.services.submissions.request import Request, request_of
from fingerpost.services.submissions.sending import Queued

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
KEY = "a shared key of some length"
SENT_IN = """
name: lost-bin
languages: [en, cy]
title: {en: Tell us about a lost bin, cy: Dweud wrthym am fin coll}
description: {en: Tell us if your bin has gone., cy: Dywedwch wrthym os yw eich bin wedi mynd.}
questions:
  - key: lost
    kind: yes_no
    title: {en: Is your bin gone?, cy: A yw eich bin wedi mynd?}
    next:
      - {when: lost, to: address}
      - {to: stop}
  - key: address
    kind: text
    title: {en: Where do you live?, cy: Ble rydych chi'n byw?}
    next: note
  - key: note
    kind: text
    title: {en: Anything else?, cy: Unrhyw beth arall?}
    optional: true
    next: tell
outcomes:
  - key: stop
    title: {en: Look again, cy: Edrychwch eto}
    body: {en: Your bin is there., cy: Mae eich bin yno.}
    sources: [{title: A page, url: https://www.sampleford.example/bins, as_of: 2026-01-01}]
  - key: tell
    title: {en: Tell us, cy: Dywedwch wrthym}
    body: {en: "We bring a new one to {address}.", cy: "Rydym yn dod ag un newydd i {address}."}
    sources: [{title: A page, url: https://www.sampleford.example/bins, as_of: 2026-01-01}]
    submission:
      title: {en: We know your bin is lost, cy: Rydym yn gwybod bod eich bin ar goll}
      sent: {en: We bring a new one **within 5 days**., cy: Rydym yn dod ag un newydd **o fewn 5 diwrnod**.}
      declaration:
        en: "You say that your bin at {address} is gone."
        cy: "Rydych yn dweud bod eich bin yn {address} wedi mynd."
"""
ANSWERS = {"lost": True, "address": "12 Mill Lane\nSampleford", "note": "It was green."}


def journey() -> Journey:
    return parse_journey(SENT_IN, where="lost-bin.yaml")


def request(**answers: str | bool) -> Request:
    return request_of(
        follow(journey(), {**ANSWERS, **answers}, today=TODAY),
        service="Ask Sampleford",
        organisation="Sampleford Council",
        own_locale="en",
        locale="cy",
        channel="web",
    )


def queued(attempts: int = 1, **answers: str | bool) -> Queued:
    body = request(**answers).body("the-key-of-this-one", "7K4MPRT9", NOW)
    return Queued("the-key-of-this-one", "7K4MPRT9", "lost-bin", "", body, attempts, NOW, "lease")
