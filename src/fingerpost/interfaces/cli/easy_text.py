"""An easy read laid out for a terminal: a line for each idea, each with the numbers of its quotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fingerpost.domain import Answer, EasyBlock, EasyLine, EasyRead, SentenceKind
from fingerpost.interfaces.cli.answer_text import lay_out_help, lay_out_offer
from fingerpost.interfaces.cli.output import console, plain
from fingerpost.interfaces.wording import say, urgent_words

if TYPE_CHECKING:
    from rich.text import Text

_WIDTH = 80
_MARKS = {SentenceKind.ITEM: "• ", SentenceKind.CALLOUT: "! "}


def show_easy_read(easy: EasyRead, answer: Answer) -> None:
    """Print an answer's easy read, with where its words come from."""
    screen = console()
    for piece in lay_out_easy(easy, answer):
        screen.print(piece, soft_wrap=True)


def lay_out_easy(easy: EasyRead, answer: Answer) -> Iterator[Text]:
    """Yield the lines in the order they are read, then the words explained, then the quotations' addresses."""
    from rich.text import Text

    urgent = urgent_words(answer)
    if urgent is not None:
        yield from lay_out_help(urgent, answer.help)
    yield from _blocks(easy.first)
    if easy.more:
        yield Text(f"\n{say('easy.more')}", style="bold")
        yield from _blocks(easy.more)
    for offer in answer.offers:
        yield Text()
        yield from lay_out_offer(offer, _WIDTH)
    if easy.words:
        yield Text(f"\n{say('easy.words')}", style="bold")
        yield Text(say("easy.words.ours"), style="dim")
        for each in easy.words:
            yield Text.assemble("  ", (plain(each.word), "bold"), f": {plain(each.meaning)}")
    if easy.contacts:
        yield Text(f"\n{say('answer.contact')}", style="bold")
        for block in easy.contacts:
            yield from _idea(block)
    if answer.citations:
        yield Text(f"\n{say('easy.sources')}", style="bold")
        for citation in answer.citations:
            yield Text.assemble(f"[{citation.number}] ", plain(citation.title), "\n    ", (plain(citation.url), "cyan"))


def _blocks(blocks: Sequence[EasyBlock]) -> Iterator[Text]:
    from rich.text import Text

    under: tuple[str, ...] = ()
    for block in blocks:
        heading = (block.title, *block.heading_path)
        if heading != under:
            yield Text(f"\n{plain(' › '.join(heading))}", style="bold")
            under = heading
        yield from _idea(block)
        yield Text()


def _idea(block: EasyBlock) -> Iterator[Text]:
    from rich.text import Text

    for line in block.lines:
        indent = "  " * (line.level + 1)
        cited = "".join(f"[{number}]" for number in line.citations)
        pieces = [plain(piece) for piece in _pieces(line)]
        mark = f"{line.number}. " if line.number is not None else _MARKS.get(line.kind, "")
        hanging = f"\n{indent}{' ' * len(mark)}"
        yield Text(f"{indent}{mark}{hanging.join(pieces)} {cited}")


def _pieces(line: EasyLine) -> Iterator[str]:
    for place, piece in enumerate(line.pieces):
        label = line.labels[place] if line.labels else ""
        yield f"{label}: {piece or '–'}" if label else piece
