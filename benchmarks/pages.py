"""Made-up guidance for benchmarks: the same pages every time, shaped like real ones."""

from __future__ import annotations

import random
from pathlib import Path

_TOPICS = (
    "bins parking permits council tax housing repairs school places libraries planning licences births deaths "
    "marriages elections benefits carers meals dogs noise pests roads lights trees parks markets jobs grants rent "
    "damp heating passports driving pensions tribunals adoption fostering allotments cemeteries nurseries"
).split()
_PEOPLE = "tenant owner student carer parent child driver landlord neighbour worker pensioner visitor applicant".split()
_THINGS = "form letter certificate bill permit badge card account photo licence notice receipt payment plan".split()
_ACTS = "apply pay report renew appeal cancel change check register tell send book collect return prove".split()
_PLACES = "office library website town hall post school court surgery depot".split()

SETTINGS = """
[service]
name = "Benchmark"
[[sources]]
kind = "folder"
name = "pages"
path = "content"
base_url = "https://benchmark.example"
"""


def write_pages(folder: Path, count: int, seed: int = 7) -> None:
    """Write a service of ``count`` Markdown pages, each of about six sections, into ``folder``."""
    content = folder / "content"
    content.mkdir(parents=True)
    (folder / "fingerpost.toml").write_text(SETTINGS, encoding="utf-8")
    chance = random.Random(seed)
    for number in range(count):
        (content / f"page-{number:06}.md").write_text(page(chance, number), encoding="utf-8")


def page(chance: random.Random, number: int) -> str:
    """Return one page: a title, and six headings with sentences, a list and now and then a table."""
    topic = chance.choice(_TOPICS)
    lines = [f"# {topic.capitalize()} {chance.choice(_THINGS)} {number}", ""]
    for _ in range(6):
        lines += [f"## {chance.choice(_ACTS).capitalize()} your {topic} {chance.choice(_THINGS)}", ""]
        lines += [" ".join(sentence(chance, topic) for _ in range(5)), ""]
        if chance.random() < 0.5:
            lines += ["You must:", "", *(f"- {phrase(chance, topic)}" for _ in range(4)), ""]
        if chance.random() < 0.1:
            lines += ["| Item | Cost |", "|---|---|"]
            lines += [f"| {chance.choice(_THINGS)} | £{chance.randint(5, 500)} |" for _ in range(4)]
            lines.append("")
    return "\n".join(lines)


def sentence(chance: random.Random, topic: str) -> str:
    """Return one sentence of about fifteen words."""
    return (
        f"If you are a {chance.choice(_PEOPLE)}, you can {phrase(chance, topic)} "
        f"within {chance.randint(2, 90)} days at the {chance.choice(_PLACES)}."
    )


def phrase(chance: random.Random, topic: str) -> str:
    """Return a few words that tell someone what to do."""
    return (
        f"{chance.choice(_ACTS)} the {topic} {chance.choice(_THINGS)} with your "
        f"{chance.choice(_THINGS)} and £{chance.randint(5, 900)}"
    )


def question(chance: random.Random) -> str:
    """Return a question of the kind people type."""
    topic = chance.choice(_TOPICS)
    return f"How do I {phrase(chance, topic)} if I am a {chance.choice(_PEOPLE)}?"
