"""A small journey that has a question of every kind, and the pieces to break it with."""

from __future__ import annotations

from fingerpost.services.journeys import Journey, parse_journey

EVERY_KIND = """
name: every-kind
languages: [en, cy]
title: {en: Every kind, cy: Pob math}
description: {en: One question of each kind., cy: Un cwestiwn o bob math.}
questions:
  - key: agree
    kind: yes_no
    title: {en: Do you agree?, cy: A ydych yn cytuno?}
    next:
      - {when: agree, to: colour}
      - {to: stop}
  - key: colour
    kind: radio
    title: {en: Which colour?, cy: Pa liw?}
    options:
      - {value: red, label: {en: Red, cy: Coch}}
      - {value: blue, label: {en: Blue, cy: Glas}}
    next: needs
  - key: needs
    kind: checkbox
    title: {en: What do you need?, cy: Beth sydd ei angen?}
    options:
      - {value: food, label: {en: Food, cy: Bwyd}}
      - {value: heat, label: {en: Heating, cy: Gwres}}
      - {value: none, label: {en: None of these, cy: Dim o'r rhain}, alone: true}
    next: born
  - key: born
    kind: date
    title: {en: When were you born?, cy: Pryd y cawsoch eich geni?}
    latest: today
    next: savings
  - key: savings
    kind: money
    title: {en: How much have you saved?, cy: Faint ydych wedi'i gynilo?}
    least: 0
    most: 1000000
    next:
      - {when: savings > 16000, to: stop}
      - {when: savings <= 16000, to: rooms}
  - key: rooms
    kind: number
    title: {en: How many rooms?, cy: Faint o ystafelloedd?}
    least: 1
    most: 20
    next: note
  - key: note
    kind: text
    title: {en: Anything else?, cy: Unrhyw beth arall?}
    optional: true
    next: postcode
  - key: postcode
    kind: postcode
    title: {en: What is your postcode?, cy: Beth yw eich cod post?}
    next: country
  - key: country
    kind: country
    title: {en: Where were you born?, cy: Ble y cawsoch eich geni?}
    next: papers
  - key: papers
    kind: document_check
    title: {en: Which papers do you have?, cy: Pa bapurau sydd gennych?}
    options:
      - {value: passport, label: {en: Passport, cy: Pasbort}}
      - {value: bill, label: {en: Bill, cy: Bil}}
    next: done
outcomes:
  - key: done
    title: {en: Done, cy: Wedi gorffen}
    body:
      en: "You said {note}. Saved {savings}. Born {born}. {papers} {colour} {rooms} {postcode} {country}"
      cy: "Dywedoch {note}. {savings}. {born}. {papers} {colour} {rooms} {postcode} {country}"
    sections:
      - when: '"food" in needs'
        title: {en: Food, cy: Bwyd}
        body: {en: Ask the food bank., cy: Gofynnwch i'r banc bwyd.}
    sources: [{title: A page, url: https://www.gov.uk/a, as_of: 2026-01-01}]
    start: {label: {en: Begin, cy: Dechrau}, url: https://www.gov.uk/begin}
  - key: stop
    title: {en: Stop, cy: Stop}
    body: {en: You can't., cy: Ni allwch.}
    sources: [{title: A page, url: https://www.gov.uk/a, as_of: 2026-01-01}]
"""

ANSWERS = {
    "agree": "yes",
    "colour": "red",
    "needs": ["food"],
    "born": "1980-2-29",
    "savings": "£1,200.50",
    "rooms": "3",
    "note": "<b>*hello*</b> [x](y) {savings}",
    "postcode": "aa31ab",
    "country": "FR",
    "papers": ["passport", "bill"],
}


def every_kind() -> Journey:
    return parse_journey(EVERY_KIND, where="every-kind.yaml")


def altered(old: str, new: str) -> Journey:
    """Return the journey with one piece of its text changed."""
    assert old in EVERY_KIND
    return parse_journey(EVERY_KIND.replace(old, new, 1), where="every-kind.yaml")
