"""Trains the topics' classifier and writes ``src/fingerpost/insights/classify/weights``.

    .venv/bin/python scripts/train_topics.py --data ../shared/data/conditionalqa

Learns from the taxonomy's own texts and from the questions about one half of the pages under ``--data``, by a fixed
hash of the page's address, each alone and with its scenario. ``fingerpost evaluate topics`` measures the other half, of
which nothing was seen: neither page nor question. The same data gives the same weights. The questions are
ConditionalQA's (BSD-2-Clause). Needs the extra ``insights`` for scikit-learn.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from fingerpost.insights.classify.topics import WEIGHTS
from fingerpost.insights.classify.words import known_terms, terms, weighed
from fingerpost.insights.taxonomy import above, shipped
from fingerpost.insights.topic_check import TRAINED_ON, read_topic_questions
from fingerpost.search.embed import MiniLM

OURS, THEIRS = 6.0, 0.5
"""How much a text of the taxonomy counts, and a question: a topic has few of the one, maybe hundreds of the other."""
STRENGTH = 3.0
LEAST = 0.3
"""How likely a topic of level 1 must be; docs/adr has what it costs."""


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with ConditionalQA's questions.jsonl")
    arguments = parser.parse_args()
    taxonomy, embedder = shipped(), MiniLM()
    texts: list[str] = []
    topics: list[str] = []
    counted: list[float] = []
    for leaf in taxonomy.leaves:
        own = [leaf.name, f"{leaf.name}: {leaf.about}", *leaf.asked, *(part.strip() for part in leaf.about.split(","))]
        texts += own
        topics += [leaf.id] * len(own)
        counted += [OURS] * len(own)
    for asked in read_topic_questions(arguments.data / "questions.jsonl", taxonomy):
        if asked.half == TRAINED_ON:
            texts += [asked.question, asked.with_scenario]
            topics += [asked.topic] * 2
            counted += [THEIRS] * 2
    vectors = embedder.embed_sections(texts)
    rarity = known_terms(texts)
    words = list(rarity)
    place = {word: row for row, word in enumerate(words)}
    read = hstack([csr_matrix(vectors), _by_word(texts, rarity, place)]).tocsr()
    heads = [_fit(read, [above(topic, level) for topic in topics], counted) for level in (1, 2)]
    weights = np.concatenate([head.coef_ for head in heads]).T
    names = [str(name) for head in heads for name in head.classes_]
    leaves = [leaf.id for leaf in taxonomy.leaves]
    middles = np.zeros((len(leaves), embedder.dimensions))
    for vector, topic, count in zip(vectors, topics, counted, strict=True):
        middles[leaves.index(topic)] += vector * count
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    WEIGHTS.mkdir(exist_ok=True)
    np.savez_compressed(
        WEIGHTS / "topics.npz",
        names=np.array(names),
        by_vector=weights[: embedder.dimensions].astype(np.float16),
        by_word=weights[embedder.dimensions :].astype(np.float16),
        bias=np.concatenate([head.intercept_ for head in heads]).astype(np.float32),
        leaves=np.array(leaves),
        middles=middles.astype(np.float16),
        words=np.array(words),
        rarity=np.array([rarity[word] for word in words], dtype=np.float32),
    )
    described = {
        "name": f"topics-{taxonomy.edition}",
        "embedder": embedder.fingerprint,
        "taxonomy": taxonomy.digest,
        "firsts": len(heads[0].classes_),
        "least": LEAST,
        "files": {"topics.npz": hashlib.sha256((WEIGHTS / "topics.npz").read_bytes()).hexdigest()},
    }
    (WEIGHTS / "model.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
    print(f"{len(texts):,} texts, {len(words):,} words")


def _by_word(texts: list[str], rarity: dict[str, float], place: dict[str, int]) -> csr_matrix:
    cells = [
        (row, place[word], share) for row, text in enumerate(texts) for word, share in weighed(terms(text), rarity)
    ]
    rows, columns, shares = zip(*cells, strict=True)
    return csr_matrix((shares, (rows, columns)), shape=(len(texts), len(rarity)))


def _fit(read: csr_matrix, names: list[str], counted: list[float]) -> LogisticRegression:
    head = LogisticRegression(C=STRENGTH, max_iter=100, class_weight="balanced")
    return head.fit(read, names, sample_weight=counted)


if __name__ == "__main__":
    main()
