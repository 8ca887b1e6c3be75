"""What can be saved from a journey's outcome: the lists of its words, its sections, where to start, papers to find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from fingerpost.services.journeys import Kind, Progress
from fingerpost.services.journeys.model import Link, Source, Words, said
from fingerpost.services.journeys.variables import named
from fingerpost.services.journeys.words import filled
from fingerpost.services.plans.dates import due_in
from fingerpost.services.plans.model import LONGEST_NOTE, LONGEST_TEXT, MOST_LINKS, Origin, PlanLink, Step
from fingerpost.services.plans.written import clipped, joined, last_sentence


def steps_from_journey(
    progress: Progress, locale: str, title: str, today: date, papers: str = "Get your documents ready"
) -> tuple[Step, ...]:
    """Return the steps a journey's outcome can be saved as, in its own order; none before its end.

    Args:
        progress: where the answers led.
        locale: the language of the journey's words.
        title: what the journey is called.
        today: the day it is; a date that has passed is no step's date.
        papers: the words of a step that is to find the papers a journey asked about.
    """
    outcome = progress.outcome
    if outcome is None:
        return ()
    called = filled(said(outcome.title, locale), progress.known, locale, markdown=False)
    base = Step(id="", text="", origin=Origin.JOURNEY, origin_title=title, locale=locale)
    found: list[Step] = []
    body = filled(said(outcome.body, locale), progress.known, locale)
    listed = list(_listed(body))
    if listed:
        links = _links(outcome.start, outcome.sources, locale)
        found += [replace(base, text=clipped(text), note=note, links=links) for text, note in listed]
    elif body or outcome.start:
        whole = _whole(base, called, body, _links(outcome.start, outcome.sources, locale))
        found.append(replace(whole, due=_day_shown((outcome.title, outcome.body), progress, locale, today)))
    for section in progress.sections:
        words = filled(said(section.body, locale), progress.known, locale)
        heading = filled(said(section.title, locale), progress.known, locale, markdown=False)
        links = _links(section.start, section.sources or outcome.sources, locale)
        whole = _whole(base, heading or last_sentence(_plain(words)), words, links)
        found.append(replace(whole, due=_day_shown((section.title, section.body), progress, locale, today)))
    found += _papers(progress, replace(base, text=clipped(papers)), locale, _links(None, outcome.sources, locale))
    dated = (replace(step, due=step.due or due_in(f"{step.text}\n{step.note}", today)) for step in found)
    return tuple({(step.text, step.note): step for step in dated}.values())


def _whole(base: Step, title: str, body: str, links: tuple[PlanLink, ...]) -> Step:
    return replace(base, text=clipped(title), note=_plain(body)[:LONGEST_NOTE], links=links)


def _day_shown(words: Sequence[Words | None], progress: Progress, locale: str, today: date) -> date | None:
    """Return the one day, today or later, that words show because it was answered or worked out."""
    shown = {progress.known(name) for each in words for name in named(said(each, locale))}
    days = {value for value in shown if isinstance(value, date)}
    return days.pop() if len(days) == 1 and min(days) >= today else None


def _papers(progress: Progress, base: Step, locale: str, links: tuple[PlanLink, ...]) -> Iterator[Step]:
    """Yield a step for each document check of the path: its papers, to tick off against."""
    for question in progress.path:
        if question.kind is Kind.DOCUMENT_CHECK:
            papers = tuple(said(option.label, locale) for option in question.options if not option.alone)
            yield replace(base, note=said(question.title, locale), documents=papers, links=links)


def _links(start: Link | None, sources: Sequence[Source], locale: str) -> tuple[PlanLink, ...]:
    """Return where to start and the pages it rests on; a page that is both keeps its title and its date."""
    cited = {source.url: PlanLink(source.title, source.url, "en", source.as_of) for source in sources}
    if start is not None:
        url = start.address(locale)
        cited = {url: cited.pop(url, PlanLink(said(start.label, locale), url, locale)), **cited}
    return tuple(cited.values())[:MOST_LINKS]


def _listed(markdown: str) -> Iterator[tuple[str, str]]:
    """Yield each numbered step of a text and what stands under it, and each bullet with what leads it in."""
    lead = ""
    for node in SyntaxTreeNode(_parser().parse(markdown)).children:
        if node.type not in ("ordered_list", "bullet_list"):
            lead = _text(node)
            continue
        numbered = node.type == "ordered_list"
        opening = last_sentence(lead) if lead.endswith(":") else ""
        if not numbered and not opening:
            continue  # such as what a registrar will ask: not things to do, and kept with the page
        for item in node.children:
            text, _, rest = _text(item).partition("\n")
            whole = text if numbered else joined(opening, text)
            yield whole, (rest or (whole if len(whole) > LONGEST_TEXT else ""))[:LONGEST_NOTE]


def _plain(markdown: str) -> str:
    """Return Markdown as plain text, one block a line, list items with a dash."""
    lines: list[str] = []
    for node in SyntaxTreeNode(_parser().parse(markdown)).children:
        if node.type in ("ordered_list", "bullet_list"):
            lines += [f"- {_text(item)}" for item in node.children]
        else:
            lines.append(_text(node))
    return "\n".join(line for line in lines if line)


def _text(node: SyntaxTreeNode) -> str:
    if node.type == "inline":
        return "".join(_text(child) for child in node.children)
    if node.type in ("softbreak", "hardbreak"):
        return " "
    if node.type in ("text", "code_inline"):
        return node.content
    within = "".join if node.type not in ("list_item", "blockquote", "bullet_list", "ordered_list") else "\n".join
    return within(_text(child) for child in node.children)


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
