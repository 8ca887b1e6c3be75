"""The contacts of GOV.UK content items: how to phone, write or go online, each kept whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fingerpost.content.block_list import BlockList, lines, plain
from fingerpost.content.json_fields import mapping, mappings

# The words GOV.UK puts beside each field on its contact pages.
_LABELS = {
    "number": {"en": "Telephone", "cy": "Ffôn"},
    "textphone": {"en": "Textphone", "cy": "Ffôn testun"},
    "international_phone": {"en": "Outside UK", "cy": "O'r tu allan i'r DU"},
    "fax": {"en": "Fax", "cy": "Ffacs"},
    "open_hours": {"en": "Opening times", "cy": "Oriau agor"},
    "online": {"en": "Online", "cy": "Ar-lein"},
    "phone": {"en": "Phone", "cy": "Ffôn"},
    "email": {"en": "Email", "cy": "E-bost"},
    "post": {"en": "Post", "cy": "Post"},
}


def label(name: str, locale: str) -> str:
    """Return a label in Welsh or else in English."""
    return _LABELS[name].get(locale, _LABELS[name]["en"])


def read_contact(details: Mapping[str, Any], out: BlockList, *, locale: str, level: int = 2) -> None:
    """Add one contact's ways of getting in touch, each under its heading, in the order GOV.UK shows them."""
    out.html(details.get("description"))
    _read_online(details, out, label("online", locale), level)
    _read_phones(details, out, locale, level)
    _read_emails(details, out, label("email", locale), level)
    _read_addresses(details, out, label("post", locale), level)


def _read_online(details: Mapping[str, Any], out: BlockList, heading: str, level: int) -> None:
    forms = mappings(details, "contact_form_links")
    if forms or lines(details.get("more_info_contact_form")):
        out.heading(heading, level)
    for form in forms:
        out.paragraph(form.get("title"))
        out.html(form.get("description"), deeper=level - 1)
    out.html(details.get("more_info_contact_form"), deeper=level - 1)


def _read_phones(details: Mapping[str, Any], out: BlockList, locale: str, level: int) -> None:
    phones = mappings(details, "phone_numbers")
    if phones:
        out.heading(label("phone", locale), level)
    for phone in phones:
        out.html(phone.get("description"), deeper=level - 1)
        numbers = [
            _numbered(label(name, locale), plain(phone.get(name)))
            for name in ("number", "textphone", "international_phone", "fax")
        ]
        hours = lines(phone.get("open_hours"))
        if hours:
            hours.insert(0, f"{label('open_hours', locale)}:")
        out.contact([plain(phone.get("title")), *numbers, *hours, *lines(phone.get("best_time_to_call"))])
    out.html(details.get("more_info_phone_number"), deeper=level - 1)


def _numbered(name: str, number: str) -> str:
    """Return a number with its label; words that stand where a number should need none."""
    return f"{name}: {number}" if any(character.isdigit() for character in number) else number


def _read_emails(details: Mapping[str, Any], out: BlockList, heading: str, level: int) -> None:
    emails = mappings(details, "email_addresses")
    if emails:
        out.heading(heading, level)
    for email in emails:
        out.html(email.get("description"), deeper=level - 1)
        out.contact([plain(email.get("title")), plain(email.get("email"))])
    out.html(details.get("more_info_email_address"), deeper=level - 1)


def _read_addresses(details: Mapping[str, Any], out: BlockList, heading: str, level: int) -> None:
    addresses = mappings(details, "post_addresses")
    if addresses:
        out.heading(heading, level)
    for address in addresses:
        out.html(address.get("description"), deeper=level - 1)
        street = [plain(line) for line in str(address.get("street_address") or "").splitlines()]
        places = [plain(address.get(name)) for name in ("locality", "region", "postal_code", "world_location")]
        out.contact([plain(address.get("title")), *street, *places])
    out.html(details.get("more_info_post_address"), deeper=level - 1)


def read_organisation_contacts(item: Mapping[str, Any], out: BlockList, *, locale: str) -> None:
    """Add the contacts an organisation links to, each under its own title."""
    links = mapping(item, "links")
    for name in ("ordered_contacts", "ordered_foi_contacts"):
        for contact in mappings(links, name):
            out.heading(contact.get("title"), 2)
            read_contact(mapping(contact, "details"), out, locale=locale, level=3)
