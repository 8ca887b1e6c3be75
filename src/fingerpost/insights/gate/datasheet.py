"""The datasheet of a release: what it is, what it is not, and how to read it (after Gebru et al., 2021)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fingerpost.insights.records import CellStatus, ReleaseRow

_MEANS = {
    "date_start, date_end": "the calendar month, in UTC",
    "geo_id, geo_level": "the service as a whole, or the nation a person stated; a nation is never inferred",
    "category_name": "what is counted: `topic`, `need`, `outcome` and others; `topic_outcome` is two at once",
    "category_name gap, met": "needs that were not met, or not wholly, and the others",
    "hierarchy_level": "1 to 3 for topics, 1 for lists, 0 for everything together",
    "node_id, node_name, node_external_id": "which one, its name, and its code elsewhere, such as a GOV.UK page",
    "metric_id": "`conversations`, or `share`: of every hundred conversations of that geography",
    "value": "rounded; empty where it is suppressed",
    "ci_low, ci_high": "the least and the most that the rounded value may stand for",
    "status": "`published`, `suppressed`, or `not_classified` for what the classifier could not tell",
    "epsilon": "what the figure spent of the privacy budget; empty where differential privacy was not used",
    "release_id": "which release",
}


def datasheet(rows: Sequence[ReleaseRow], manifest: Mapping[str, Any]) -> str:
    """Return the datasheet in Markdown."""
    limits = manifest["thresholds"]
    hidden = sum(row.status is CellStatus.SUPPRESSED for row in rows)
    columns = "\n".join(f"| {name} | {meaning} |" for name, meaning in _MEANS.items())
    left_out = "\n".join(f"- {why.replace('_', ' ')}: {count}" for why, count in manifest["left_out"].items())
    made_with = "\n".join(f"- {name}: {version}" for name, version in manifest["made_with"].items())
    notes = "\n".join(f"- {note}" for note in manifest["notes"])
    return f"""# Datasheet: {manifest["release_id"]}

How many conversations a public service's assistant had in {manifest["month"]}, by what they were about.
{len(rows):,} rows, {hidden:,} of them suppressed.

## What protects the people in it

A figure is published only if it is about at least {limits["conversations"]} conversations of at least
{limits["accounts"]} accounts, none of which has more than {limits["largest_share"]:.0%} of it. A geography needs
{limits["geography"]} conversations. Other figures are suppressed where they would give a small one away by subtraction.
Every count is rounded to the nearest {limits["round_to"]}. A suppressed figure may stand for none or for many.

{notes}

## Columns

| column | what it is |
| --- | --- |
{columns}

## Left out

{left_out}

## Made with

{made_with}

## What it can't tell

- It counts conversations with one assistant, not people, and not everybody who had the need.
- Topics are told by a classifier, which is wrong at times; the documentation of Fingerpost says how often.
- Rounded parts need not add up to their rounded whole.
"""
