"""How the body of each type of GOV.UK content item reads: one function a type.

The types and their fields are those of GOV.UK's content schemas (https://docs.publishing.service.gov.uk/content-schemas.html).
"""

from __future__ import annotations

from collections.abc import Callable

from fingerpost.content.block_list import BlockList, plain
from fingerpost.content.item_contacts import read_contact, read_organisation_contacts
from fingerpost.content.json_fields import Json, mapping, mappings, text, texts
from fingerpost.domain import BlockKind

Read = Callable[[Json, BlockList], None]

_COUNTRIES = ("England", "Scotland", "Wales", "Northern Ireland")

# The words GOV.UK shows for each alert status of its travel advice.
_ADVISES = "The Foreign, Commonwealth & Development Office (FCDO) advises against"
_ALERTS = {
    "avoid_all_but_essential_travel_to_parts": f"{_ADVISES} all but essential travel to parts of the country.",
    "avoid_all_but_essential_travel_to_whole_country": f"{_ADVISES} all but essential travel to the whole country.",
    "avoid_all_travel_to_parts": f"{_ADVISES} all travel to parts of the country.",
    "avoid_all_travel_to_whole_country": f"{_ADVISES} all travel to the whole country.",
}
_HEADINGS = {
    "need": {"en": "What you need to know", "cy": "Beth sydd angen i chi ei wybod"},
    "before": {"en": "Before you start", "cy": "Cyn i chi ddechrau"},
    "other": {"en": "Other ways to apply", "cy": "Ffyrdd eraill o wneud cais"},
}
# Any of these fields may hold a body in a type we have no function for.
_BODIES = ("introduction", "introductory_paragraph", "summary", "licence_overview", "body", "more_information")


def read_blocks(item: Json, out: BlockList) -> None:
    """Add what a content item says, by its type; of a type we don't know, whatever body it has.

    An item with no body of its own falls back on its description.
    """
    schema = text(item, "schema_name")
    read = READERS.get(schema) or READERS.get(text(item, "document_type")) or _read_any
    if schema in SHOWS_DESCRIPTION:
        out.paragraph(item.get("description"))
        described = len(out.blocks)
        _read_national_applicability(item, out)
        read(item, out)
        _drop_repeated_description(out, described)
    else:
        _read_national_applicability(item, out)
        read(item, out)
    if not any(block.kind is not BlockKind.HEADING for block in out.blocks):
        out.paragraph(item.get("description"))


def _drop_repeated_description(out: BlockList, described: int) -> None:
    """Leave out the description where the body begins with the same words."""
    following = [block.text for block in out.blocks[described:] if block.kind is BlockKind.PARAGRAPH][:1]
    if described and following == [out.blocks[0].text]:
        del out.blocks[0]


def _locale(item: Json) -> str:
    return text(item, "locale") or "en"


def _heading(name: str, item: Json) -> str:
    return _HEADINGS[name].get(_locale(item), _HEADINGS[name]["en"])


def _read_body(item: Json, out: BlockList) -> None:
    out.html(mapping(item, "details").get("body"))


def _read_any(item: Json, out: BlockList) -> None:
    details = mapping(item, "details")
    for name in _BODIES:
        out.html(details.get(name))
    _read_parts(item, out)
    for group in mappings(details, "collection_groups"):
        out.under(text(group, "title"), group.get("body"))


def _read_parts(item: Json, out: BlockList, *, at_base: str = "") -> None:
    """Add each part of a guide under a heading that carries the part's own address."""
    for part in mappings(mapping(item, "details"), "parts"):
        slug = text(part, "slug")
        url = out.base_url if not slug or slug == at_base else f"{out.base_url}/{slug}"
        out.heading(part.get("title"), 1, url=url)
        out.html(part.get("body"))


def _read_travel_advice(item: Json, out: BlockList) -> None:
    details = mapping(item, "details")
    for status in texts(details, "alert_status"):
        if status in _ALERTS:
            out.callout(_ALERTS[status])
    out.html(details.get("summary"))
    _read_parts(item, out, at_base="summary")


def _read_transaction(item: Json, out: BlockList) -> None:
    details = mapping(item, "details")
    if plain(details.get("downtime_message")):
        out.callout(plain(details.get("downtime_message")))
    _read_transaction_fields(item, details, out)
    for variant in mappings(details, "variants"):
        start = len(out.blocks)
        out.heading(variant.get("title"), 1, url=f"{out.base_url}/{text(variant, 'slug')}")
        headed = len(out.blocks)
        _read_transaction_fields(item, variant, out)
        if len(out.blocks) == headed:
            # A variant with no words of its own is another way to the same service, and its title says nothing alone.
            del out.blocks[start:]


def _read_transaction_fields(item: Json, fields: Json, out: BlockList) -> None:
    out.html(fields.get("introductory_paragraph"))
    out.under(_heading("before", item), fields.get("more_information"))
    out.under(_heading("need", item), fields.get("what_you_need_to_know"))
    out.under(_heading("other", item), fields.get("other_ways_to_apply"))


def _read_local_transaction(item: Json, out: BlockList) -> None:
    details = mapping(item, "details")
    out.html(details.get("introduction"))
    for country in _COUNTRIES:
        available = mapping(details, f"{country.lower().replace(' ', '_')}_availability")
        if available.get("type") == "unavailable":
            out.callout(f"This service is not available in {country}.")
        elif available.get("type") == "devolved_administration_service":
            where = text(available, "alternative_url")
            out.callout(f"{country} has its own service for this{': ' + where if where else '.'}")
    out.under(_heading("need", item), details.get("need_to_know"))
    for name in ("before_results", "after_results", "more_information"):
        out.html(details.get(name))


def _read_place(item: Json, out: BlockList) -> None:
    details = mapping(item, "details")
    out.html(details.get("introduction"))
    out.under(_heading("need", item), details.get("need_to_know"))
    out.html(details.get("more_information"))


def _read_licence(item: Json, out: BlockList) -> None:
    details = mapping(item, "details")
    out.paragraph(details.get("licence_short_description"))
    described = len(out.blocks)
    out.html(details.get("licence_overview"))
    _drop_repeated_description(out, described)


def _read_simple_smart_answer(item: Json, out: BlockList) -> None:
    """Add the body, the questions, and each outcome under the answer that leads to it: it is not to be read alone."""
    details = mapping(item, "details")
    out.html(details.get("body"))
    nodes = mappings(details, "nodes")
    leads: dict[str, list[str]] = {}
    for node in nodes:
        for option in mappings(node, "options"):
            asked = f"{plain(node.get('title'))} {plain(option.get('label'))}"
            leads.setdefault(text(option, "next_node"), []).append(asked)
    out.items(plain(node.get("title")) for node in nodes if node.get("kind") == "question")
    for node in nodes:
        if node.get("kind") == "outcome":
            out.heading(" / ".join(leads.get(text(node, "slug"), [])) or node.get("title"), 2)
            out.paragraph(node.get("title"))
            out.html(node.get("body"), deeper=1)


def _read_step_by_step(item: Json, out: BlockList) -> None:
    """Add the steps as one numbered list, then each step's own content under its title.

    GOV.UK shows "and" or "or" in place of a number where a step goes with the one before it: it keeps that number.
    """
    journey = mapping(mapping(item, "details"), "step_by_step_nav")
    out.html(journey.get("introduction"))
    numbered: list[tuple[int, Json]] = []
    number = 0
    for step in mappings(journey, "steps"):
        if not numbered or text(step, "logic") not in {"and", "or"}:
            number += 1
        numbered.append((number, step))
    out.steps((number, plain(step.get("title"))) for number, step in numbered)
    for number, step in numbered:
        out.heading(step.get("title"), 2, number=number)
        for content in mappings(step, "contents"):
            if content.get("type") == "list":
                entries = mappings(content, "contents")
                out.items(f"{plain(entry.get('text'))} {plain(entry.get('context'))}".strip() for entry in entries)
            else:
                out.paragraph(content.get("text"))


def _read_manual_section(item: Json, out: BlockList) -> None:
    _read_body(item, out)
    for group in mappings(mapping(item, "details"), "child_section_groups"):
        out.heading(group.get("title"), 2)
        children = mappings(group, "child_sections")
        out.items(f"{text(child, 'section_id')} {plain(child.get('title'))}".strip() for child in children)


def _read_contact(item: Json, out: BlockList) -> None:
    read_contact(mapping(item, "details"), out, locale=_locale(item))


def _read_organisation(item: Json, out: BlockList) -> None:
    _read_body(item, out)
    read_organisation_contacts(item, out, locale=_locale(item))


def _read_national_applicability(item: Json, out: BlockList) -> None:
    """Add "Applies to …", as GOV.UK shows it, where a page does not apply to the whole of the United Kingdom."""
    applicability = mapping(mapping(item, "details"), "national_applicability")
    nations = [mapping(applicability, country.lower().replace(" ", "_")) for country in _COUNTRIES]
    applies = [country for country, nation in zip(_COUNTRIES, nations, strict=True) if nation.get("applicable")]
    if applicability and applies and len(applies) < len(_COUNTRIES) and _locale(item) == "en":
        *others, last = applies
        out.callout(f"Applies to {', '.join(others)} and {last}" if others else f"Applies to {last}")


READERS: dict[str, Read] = {
    "answer": _read_body,
    "completed_transaction": _read_body,
    "contact": _read_contact,
    "detailed_guide": _read_body,
    "guide": _read_parts,
    "help_page": _read_body,
    "hmrc_manual_section": _read_manual_section,
    "html_publication": _read_body,
    "licence": _read_licence,
    "local_transaction": _read_local_transaction,
    "manual_section": _read_manual_section,
    "news_article": _read_body,
    "organisation": _read_organisation,
    "place": _read_place,
    "publication": _read_body,
    "service_manual_guide": _read_body,
    "simple_smart_answer": _read_simple_smart_answer,
    "step_by_step_nav": _read_step_by_step,
    "transaction": _read_transaction,
    "travel_advice": _read_travel_advice,
}
"""How each type is read, by ``schema_name`` or ``document_type``."""

SHOWS_DESCRIPTION = frozenset(
    {"detailed_guide", "html_publication", "manual_section", "news_article", "publication", "service_manual_guide"}
)
"""The types whose page shows the item's description above its body; on others it is for search engines only."""
