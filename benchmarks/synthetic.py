"""Indexes of any size, made the same way every time, for measuring speed. Their text means nothing to anybody.

The sentences are filled templates about made-up services of made-up councils: words are as common and sections as long
as in real guidance, so that full-text search has real work. Up to ``REAL_VECTORS`` sections are embedded; beyond that
the vectors of those are copied with a little noise, because embedding 100,000 sections would take minutes and make
search no harder.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from fingerpost.content.source import Fetched
from fingerpost.domain import Document, Page, Section, Sentence
from fingerpost.search.embed import Embedder
from fingerpost.search.readings import read_sections, searched_text
from fingerpost.search.tables import Release
from fingerpost.search.writer import IndexWriter

REAL_VECTORS = 5_000
SECTIONS_A_PAGE = 8
SOURCE = "synthetic"
SEED = 20_260_101

_THINGS = """\
Council Tax, a Blue Badge, garden waste collection, a resident parking permit, a school place, free school meals,
Housing Benefit, a planning application, a street party, a market stall licence, a taxi licence, a birth certificate,
a burial plot, home adaptations, a care assessment, a library card, a disabled facilities grant, an allotment,
a bulky waste collection, a dropped kerb, a premises licence, a food hygiene visit, a pest treatment, a bus pass,
a noise complaint, a homelessness application, a discretionary payment, an electoral registration,
a marriage ceremony, a tree preservation order""".replace("\n", " ").split(", ")
_WHO = """\
residents, tenants, landlords, carers, students, pensioners, parents, disabled people, business owners, leaseholders,
homeowners, foster carers, people on Universal Credit, veterans, new arrivals, apprentices""".replace("\n", " ").split(
    ", "
)
_WAYS = "online, by phone, by post, in person, through your online account, at any library, with a paper form".split(
    ", "
)
_PROOFS = """\
a passport, a driving licence, a tenancy agreement, a bank statement, a utility bill, your National Insurance number,
proof of income, a letter from your doctor, a birth certificate, two photographs""".replace("\n", " ").split(", ")
_TEMPLATES = (
    "You can apply for {thing} {way} if you have lived in {place} for at least {number} months.",
    "{Who} do not have to pay for {thing} unless their income is over £{money} a year.",
    "You must send {proof} and {proof2} within {number} working days of applying.",
    "We will write to you within {number} weeks to tell you what we have decided about {thing}.",
    "It costs £{money} for {number} months, and you can pay {way}.",
    "If you disagree with the decision, you can ask for a review within {number} days of the date on the letter.",
    "Tell us straight away if your circumstances change, for example if you move house, start work or have a child.",
    "{Who} in {place} may get help with the cost of {thing} from the {word} fund.",
    "The {word} team is open from {number}am, Monday to Friday, except on bank holidays.",
    "You will need {proof} to show where you live, and {proof2} to show who you are.",
    "Do not apply for {thing} more than {number} weeks before you need it.",
    "You could be fined up to £{money} if you give us information that you know is wrong.",
)
_QUESTIONS = (
    "How do I apply for {thing} in {place}?",
    "How much does {thing} cost for {who}?",
    "Do I need {proof} to get {thing}?",
    "How long will it take to hear about {thing}?",
    "I am one of the {who} in {place} and my circumstances have changed since I applied for {thing}. I was told to "
    "send {proof} but I do not have it, and I have already paid £{money}. Can I send {proof2} instead, and how many "
    "weeks do I have before I lose my place?",
)


@dataclass(frozen=True, slots=True)
class Synthetic:
    """An index that was built: its release, how long embedding and building took, and how big it is on disk."""

    release: Release
    embedding_seconds: float
    building_seconds: float
    bytes_on_disk: int


def build(folder: Path, embedder: Embedder, sections: int, *, approximate_from: int = 20_000) -> Synthetic:
    """Build and publish an index of so many sections in ``folder`` through the real writer."""
    import time

    began = time.perf_counter()
    texts: list[str] = []
    real = min(sections, REAL_VECTORS)
    for page, parts in pages(sections):
        texts += [searched_text(section) for section in parts]
        if len(texts) >= real:
            break
        del page
    vectors, tokens = read_sections(embedder, texts[:real])
    embedded = time.perf_counter()
    noise = np.random.default_rng(SEED)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    done = 0
    with IndexWriter.open(str(folder), embedder, approximate_from=approximate_from) as writer:
        for page, parts in pages(sections):
            places = np.arange(done, done + len(parts)) % real
            chosen = vectors[places]
            if done + len(parts) > real:
                chosen = chosen + noise.normal(0, 0.02, chosen.shape).astype(np.float32)
                chosen /= np.linalg.norm(chosen, axis=1, keepdims=True)
            fetched = Fetched(page.url, page.url, b"", "text/html", now)
            writer.put(
                SOURCE,
                fetched,
                Document(page, ()),
                parts,
                chosen.astype(np.float32),
                [tokens[place] for place in places],
            )
            done += len(parts)
        release = writer.publish()
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Synthetic(release, embedded - began, time.perf_counter() - embedded, size)


def pages(sections: int) -> Iterator[tuple[Page, tuple[Section, ...]]]:
    """Yield pages with their sections, ``sections`` in all, the same ones every time."""
    words = _vocabulary()
    for start in range(0, sections, SECTIONS_A_PAGE):
        chance = random.Random(SEED + start)
        thing, place = chance.choice(_THINGS), chance.choice(words).title()
        url = f"https://www.example.gov.uk/page-{start}"
        title = f"{thing[0].upper()}{thing[1:]} in {place}"
        page = Page(
            id=hashlib.sha256(url.encode()).hexdigest()[:24],
            source=SOURCE,
            url=url,
            title=title,
            content_hash=hashlib.sha256(title.encode()).hexdigest(),
            raw_sha256=hashlib.sha256(url.encode()).hexdigest(),
        )
        count = min(SECTIONS_A_PAGE, sections - start)
        yield page, tuple(_section(chance, page, position, thing, place, words) for position in range(count))


def questions(count: int) -> list[str]:
    """Return questions that people might ask of such an index, one in five of them a long scenario."""
    chance, words = random.Random(SEED - 1), _vocabulary()
    asked: list[str] = []
    for number in range(count):
        template = _QUESTIONS[number % len(_QUESTIONS)]
        asked.append(_filled(template, chance, chance.choice(_THINGS), chance.choice(words).title(), words))
    return asked


def _section(chance: random.Random, page: Page, position: int, thing: str, place: str, words: list[str]) -> Section:
    text, sentences = "", []
    while len(text.split()) < 70:
        about = thing if chance.random() < 0.7 else chance.choice(_THINGS)
        sentence = _filled(chance.choice(_TEMPLATES), chance, about, place, words)
        start = len(text) + 1 if text else 0
        text = f"{text} {sentence}" if text else sentence
        sentences.append(Sentence(start, len(text)))
    heading = f"{chance.choice(words).title()} {chance.choice(words)}"
    return Section(
        id=f"{page.id}-{position}",
        page=page,
        position=position,
        url=page.url,
        heading_path=(heading,),
        text=text,
        sentences=tuple(sentences),
        hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def _filled(template: str, chance: random.Random, thing: str, place: str, words: list[str]) -> str:
    who = chance.choice(_WHO)
    return template.format(
        thing=thing,
        place=place,
        who=who,
        Who=f"{who[0].upper()}{who[1:]}",
        way=chance.choice(_WAYS),
        proof=chance.choice(_PROOFS),
        proof2=chance.choice(_PROOFS),
        number=chance.randint(2, 60),
        money=chance.randint(5, 900) * 5,
        word=words[min(int(chance.paretovariate(0.7)), len(words)) - 1],
    )


def _vocabulary() -> list[str]:
    """Return 4,000 made-up words: a full-text index of a big site has a long tail of rare ones."""
    chance = random.Random(SEED)
    starts = [
        "b",
        "br",
        "c",
        "ch",
        "d",
        "f",
        "g",
        "gr",
        "h",
        "k",
        "l",
        "m",
        "n",
        "p",
        "pr",
        "r",
        "s",
        "st",
        "t",
        "th",
        "tr",
        "w",
        "wh",
    ]
    middles = ["a", "ai", "e", "ea", "i", "o", "oo", "ou", "u", "y"]
    ends = ["ck", "d", "ll", "m", "n", "nd", "ng", "r", "rn", "sh", "ss", "st", "t", "th", "x"]
    made = {
        "".join(chance.choice(starts) + chance.choice(middles) for _ in range(chance.choice((1, 2))))
        + chance.choice(ends)
        for _ in range(6_000)
    }
    return sorted(made)[:4_000]
