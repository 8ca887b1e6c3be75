"""A model for benchmarks, in a process of its own: it quotes and rewords the first lines of the passages it is sent.

    python -m benchmarks.scripted_model --delay 0.3 --pace 0.02

Prints its address and serves until its standard input ends. Half of its sentences are lines as they stand, half are
reworded ("do not" to "don't", "However, " left out), so that both kinds of proof are paid for.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from typing import Any

from fingerpost.testing.model_replies import Said, says
from fingerpost.testing.model_server import ModelServer

SENTENCES = 4
_PASSAGE = re.compile(
    r'<passage-[0-9a-f]+ id="(p\d+)">\nPage: [^\n]*\n(?:Under: [^\n]*\n)?\n(.*?)\n</passage-', re.DOTALL
)
_SHORTER = ((r"\bdo not\b", "don't"), (r"\bcannot\b", "can't"), (r"\bwill not\b", "won't"), (r"^However, (\w)", r"\1"))


def answer(body: Mapping[str, Any], *, delay: float, pace: float) -> Said:
    """Return an answer of a few sentences that rest on the passages of a request."""
    sent = body["messages"][0]["content"][0]["text"]
    sentences: list[tuple[str, list[tuple[str, str]]]] = []
    for passage, text in _PASSAGE.findall(sent):
        for line in text.splitlines():
            if len(sentences) < SENTENCES and line.endswith(".") and len(line.split()) > 5:
                said = reworded(line) if len(sentences) % 2 else line
                sentences.append((said, [(passage, line)]))
    return says(*sentences, delay=delay, pace=pace)


def reworded(line: str) -> str:
    """Return a line in other words that say the same; a colon and its page's own word where none of ours is in it."""
    said = line
    for pattern, other in _SHORTER:
        said = re.sub(pattern, other, said)
    return said[0].upper() + said[1:] if said != line else f"{line[:-1].replace('You can ', 'You are able to ')}."


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before the first byte")
    parser.add_argument("--pace", type=float, default=0.0, help="seconds between pieces of 24 characters")
    options = parser.parse_args()
    with ModelServer(lambda body: answer(body, delay=options.delay, pace=options.pace)) as server:
        print(server.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
