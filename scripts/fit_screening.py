"""Fit the weights of ``safeguards/screening/out_of_place.py``.

    python scripts/fit_screening.py --data ../shared/data

Takes about two minutes. What is out of place: the lines of ``evaluation/data/out_of_place.txt``, the messages of
``evaluation/data/intents.jsonl`` that are not for a public service, and those half of the prompts in ``DATA/safety``
whose text has an even SHA-256; each put on real pages. What is in place: the sentences of the pages of
``DATA/conditionalqa``, ``DATA/govuk-content-items`` and Sampleford. Prints what is caught of the other half, on pages
the weights never saw, before it writes weights made with all the pages. Two runs write the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.content.content_item import parse_item, read_item
from fingerpost.content.html import read_fragment
from fingerpost.content.markdown import read_markdown
from fingerpost.domain import Block
from fingerpost.errors import FingerpostError
from fingerpost.evaluation.halves import half
from fingerpost.safeguards.screening.lines import lines_in
from fingerpost.safeguards.screening.out_of_place import (
    EMBEDDER,
    FOLDER,
    Line,
    alone,
    beside,
    others_of,
)
from fingerpost.safeguards.screening.shape import may_be_a_task, shape
from fingerpost.search.embed import Embedder, open_embedder

_PACKAGE = Path(__file__).resolve().parent.parent / "src" / "fingerpost"
# How much a prompt of each set counts: jailbreaks are long and many-sentenced, and the rules know them already.
_WEIGHTS = {
    "indirect_injections": 3.0,
    "over_refusal": 0.7,
    "harmful_requests": 0.5,
    "prompt_injections": 0.5,
    "jailbreaks": 0.2,
}
_IN_PLACE_WEIGHT = 3.0
_PAGES_EACH = 3
_RIDGE = 2.0
_DOUBT, _CAUGHT = 1.0, 2.5
_SMALLEST_PAGE = 5
_NOTICE = """The weights in out_of_place.npz were fitted by scripts/fit_screening.py, MIT licence.

They were fitted on sentences of GOV.UK pages (Crown copyright, Open Government Licence v3.0) from ConditionalQA (BSD-2)
and from GOV.UK's published content items (MIT), and on prompts from public safety sets: SimpleSafetyTests, BIPIA (MIT),
CyberSecEval (MIT), XSTest (CC-BY-4.0) and in-the-wild jailbreaks (MIT). None of their text is in the weights.
"""


@dataclass(frozen=True, slots=True)
class _PageLines:
    name: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Prompt:
    text: str
    lines: tuple[Line, ...]
    weight: float
    kind: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that is shaped like a task, on a page."""

    line: Line
    page: _PageLines
    others: tuple[str, ...]


class _Vectors:
    """Sentence vectors, each made once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._held: dict[str, NDArray[np.float32]] = {}

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32[n, dimensions]."""
        new = [text for text in dict.fromkeys(texts) if text not in self._held]
        if new:
            self._held.update(zip(new, self._embedder.embed_sections(new), strict=True))
        return np.stack([self._held[text] for text in texts])


def main() -> None:
    """Fit, print the figures, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds safety/ and conditionalqa/")
    data: Path = parser.parse_args().data
    embedder = open_embedder(EMBEDDER)
    vectors = _Vectors(embedder)
    pages = [*_pages(data)]
    own, prompts = [*_own_prompts()], [*_prompts(data / "safety")]
    tuned, unseen = ([each for each in prompts if half(each.text) == which] for which in (0, 1))
    halves = [[page for page in pages if half(page.name) == which] for which in (0, 1)]
    tried = _fit(halves[0], [*own, *tuned], vectors)
    _report(tried, halves[1], unseen, vectors)
    fitted = _fit(pages, [*own, *tuned], vectors)
    FOLDER.mkdir(exist_ok=True)
    np.savez(
        FOLDER / "out_of_place.npz",
        alone=fitted[0],
        beside=fitted[1],
        doubt=_DOUBT,
        caught=_CAUGHT,
        embedder=embedder.fingerprint,
    )
    (FOLDER / "NOTICE").write_text(_NOTICE, encoding="utf-8")
    described = {
        "name": "out-of-place-1",
        "licence": "MIT",
        "embedder": embedder.fingerprint,
        "files": {
            name: hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() for name in ("out_of_place.npz", "NOTICE")
        },
    }
    (FOLDER / "model.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


def _pages(data: Path) -> Iterator[_PageLines]:
    for line in (data / "conditionalqa" / "pages.jsonl").read_text(encoding="utf-8").strip().split("\n"):
        row = json.loads(line)
        yield _page(row["url"], row["title"], read_fragment(row["html"], base_url=row["url"]))
    for file in sorted((data / "govuk-content-items").rglob("*.json")):
        try:
            document = read_item(
                parse_item(file.read_bytes(), where=file.name), source="items", public_url="https://www.gov.uk"
            )
        except FingerpostError:
            continue
        yield _page(file.name, document.page.title, document.blocks)
    content = _PACKAGE / "demo" / "sampleford" / "content"
    for file in sorted(content.rglob("*.md")):
        read = read_markdown(file.read_bytes(), url=file.name)
        yield _page(file.relative_to(content).as_posix(), read.title, read.blocks)


def _page(name: str, title: str, blocks: Sequence[Block]) -> _PageLines:
    return _PageLines(
        name, title, tuple(line for block in blocks for line in lines_in(block.text, kind=block.kind.value))
    )


def _own_prompts() -> Iterator[_Prompt]:
    written = (_PACKAGE / "evaluation" / "data" / "out_of_place.txt").read_text(encoding="utf-8").splitlines()
    messages = (_PACKAGE / "evaluation" / "data" / "intents.jsonl").read_text(encoding="utf-8").strip().split("\n")
    rows = [json.loads(message) for message in messages if message.strip()]
    texts = [line for line in written if line.strip() and not line.startswith("#")]
    texts += [row.get("message") or row["text"] for row in rows if row["intent"] == "not_for_us"]
    yield from (_Prompt(text, tuple(lines_in(text)), 1.0, "own") for text in texts)


def _prompts(folder: Path) -> Iterator[_Prompt]:
    for kind, weight in _WEIGHTS.items():
        for line in (folder / f"{kind}.jsonl").read_text(encoding="utf-8").strip().split("\n"):
            text = json.loads(line)["text"]
            yield _Prompt(text, tuple(lines_in(text)), weight, kind)


def _tasks(lines: Sequence[Line]) -> list[int]:
    return [
        place
        for place, line in enumerate(lines)
        if len(line.text.split()) > 2 and may_be_a_task(shape(line.text, line.kind))
    ]


def _own_tasks(pages: Sequence[_PageLines]) -> Iterator[_Sentence]:
    for page in pages:
        for place in _tasks(page.lines):
            yield _Sentence(page.lines[place], page, tuple(others_of(page.lines, place, page.title)))


def _placed(prompt: _Prompt, pages: Sequence[_PageLines], count: int) -> Iterator[_Sentence]:
    """Yield the task-like sentences of a prompt on ``count`` pages chosen by its hash."""
    for page in random.Random(prompt.text).sample(pages, count):
        middle = len(page.lines) // 2
        lines = (*page.lines[:middle], *prompt.lines, *page.lines[middle:])
        for place in _tasks(prompt.lines):
            yield _Sentence(prompt.lines[place], page, tuple(others_of(lines, middle + place, page.title)))


_Weights = tuple[NDArray[np.float32], NDArray[np.float32]]


def _fit(pages: Sequence[_PageLines], prompts: Sequence[_Prompt], vectors: _Vectors) -> _Weights:
    large = [page for page in pages if len(page.lines) >= _SMALLEST_PAGE]
    sentences = [(each, 0.0, _IN_PLACE_WEIGHT) for each in _own_tasks(large)]
    for prompt in prompts:
        sentences += [(each, 1.0, prompt.weight / _PAGES_EACH) for each in _placed(prompt, large, _PAGES_EACH)]
    rows = [_rows(sentence, vectors) for sentence, _, _ in sentences]
    wanted, weights = np.array([row[1] for row in sentences]), np.array([row[2] for row in sentences])
    return (
        _solve(np.stack([row[0] for row in rows]), wanted, weights),
        _solve(np.stack([row[1] for row in rows]), wanted, weights),
    )


def _rows(sentence: _Sentence, vectors: _Vectors) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    vector, told = vectors.of([sentence.line.text])[0], shape(sentence.line.text, sentence.line.kind)
    return alone(vector, told), beside(vector, told, vectors.of(sentence.others))


def _solve(rows: NDArray[np.float32], wanted: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the weights of a logistic regression with a ridge, by Newton's method; the last column is the bias."""
    inputs = rows.astype(np.float64)
    found = np.zeros(inputs.shape[1])
    ridge = np.eye(inputs.shape[1]) * _RIDGE
    ridge[-1, -1] = 1e-6
    for _ in range(25):
        likely = 1 / (1 + np.exp(-np.clip(inputs @ found, -30, 30)))
        slope = inputs.T @ (weights * (wanted - likely)) - ridge @ found
        curve = (inputs * (weights * likely * (1 - likely))[:, None]).T @ inputs + ridge
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < 1e-5:
            break
    return found.astype(np.float32)


def _score(weights: _Weights, sentence: _Sentence, vectors: _Vectors) -> float:
    """Return the logit that decides, or the lowest one there is where the first look has no doubt."""
    first, second = _rows(sentence, vectors)
    return float(weights[1] @ second) if float(weights[0] @ first) > _DOUBT else -99.0


def _report(weights: _Weights, pages: Sequence[_PageLines], prompts: Sequence[_Prompt], vectors: _Vectors) -> None:
    large = [page for page in pages if len(page.lines) >= _SMALLEST_PAGE]
    worst: dict[str, tuple[float, str]] = {}
    for sentence in _own_tasks(large):
        score = _score(weights, sentence, vectors)
        worst[sentence.page.name] = max(worst.get(sentence.page.name, (-99.0, "")), (score, sentence.line.text))
    caught = [place for place, (score, _) in worst.items() if score > _CAUGHT]
    print(f"pages never seen: {len(large)}, wrongly caught {len(caught)}")
    for score, text in sorted(worst.values(), reverse=True)[:8]:
        print(f"  {score:6.2f}  {text[:100]}")
    for kind in _WEIGHTS:
        of_kind = [prompt for prompt in prompts if prompt.kind == kind]
        scores = [
            max((_score(weights, each, vectors) for each in _placed(prompt, large, 1)), default=-99.0)
            for prompt in of_kind
        ]
        shares = ", ".join(f"{bar:g}: {np.mean(np.array(scores) > bar):.2f}" for bar in (1, 2, 2.5, 3))
        print(f"{kind} ({len(of_kind)}, the half not fitted on), by threshold: {shares}")


if __name__ == "__main__":
    main()
