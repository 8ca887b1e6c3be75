"""Which cells are kept in: those about too few people, and those that would let them be had by subtraction.

A cell that fails its thresholds is suppressed, empty ones too, so that a missing figure never says whether there was
one person or none. Then, until nothing changes:

- the parts of a suppressed whole are suppressed, since their sum is the whole
- where the whole is published, the suppressed parts have to be enough people *together*: that sum is the whole less
  the published parts. If they are not, the smallest published part is suppressed too, and the whole when none is left
- no suppressed cell may follow from all that is published, taken as one set of equations (complementary suppression in
  two-way tables: Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001, chapter 8).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from fingerpost.insights.gate.thresholds import Thresholds
from fingerpost.insights.records import Cell, CellKey, Group

_NOTHING = 1e-8


def suppressed(
    cells: Mapping[CellKey, Cell],
    groups: Sequence[Group],
    thresholds: Thresholds,
    withheld: frozenset[CellKey] = frozenset(),
) -> frozenset[CellKey]:
    """Return the keys of the cells that are not published.

    Args:
        cells: every cell that could be published or reckoned from others, empty ones too.
        groups: how cells add up to others.
        thresholds: what a cell needs.
        withheld: cells that are never published, whatever they hold.
    """
    kept_in = {key for key, cell in cells.items() if not thresholds.enough(cell)} | withheld
    while True:
        _spread(kept_in, cells, groups, thresholds)
        settled = _settled(kept_in, groups)
        exposed = [key for key in sorted(settled) if not thresholds.enough(cells[key])]
        if not exposed:
            return frozenset(kept_in)
        before = len(kept_in)
        for key in exposed:
            _hide_beside(key, settled, kept_in, cells, groups)
        if len(kept_in) == before:
            # Nothing more can be hidden beside it, and it still follows: then nothing is published at all.
            kept_in |= set(cells)


def _spread(
    kept_in: set[CellKey], cells: Mapping[CellKey, Cell], groups: Sequence[Group], thresholds: Thresholds
) -> None:
    changed = True
    while changed:
        before = len(kept_in)
        for group in groups:
            if group.whole in kept_in:
                kept_in.update(group.parts)
                continue
            hidden = [cells[part] for part in group.parts if part in kept_in]
            while hidden and not thresholds.enough_together(hidden):
                beside = _smallest(group, kept_in, cells)
                if beside is None:
                    kept_in.add(group.whole)
                    break
                kept_in.add(beside)
                hidden.append(cells[beside])
        changed = len(kept_in) > before


def _smallest(group: Group, kept_in: set[CellKey], cells: Mapping[CellKey, Cell]) -> CellKey | None:
    shown = [part for part in group.parts if part not in kept_in]
    return min(shown, key=lambda part: (cells[part].conversations, part), default=None)


def _settled(kept_in: set[CellKey], groups: Sequence[Group]) -> set[CellKey]:
    """Return the suppressed cells whose value all published figures together give away."""
    unknown = sorted(kept_in)
    column = {key: number for number, key in enumerate(unknown)}
    equations = [
        [(column[part], 1.0) for part in group.parts if part in column]
        + ([(column[group.whole], -1.0)] if group.whole in column else [])
        for group in groups
    ]
    written = [equation for equation in equations if equation]
    if not written:
        return set()
    matrix = np.zeros((len(written), len(unknown)))
    for row, equation in enumerate(written):
        for place, sign in equation:
            matrix[row, place] += sign
    # A cell is settled when nothing that leaves every published figure as it is can move it.
    sizes, directions = np.linalg.eigh(matrix.T @ matrix)
    free = np.linalg.norm(directions[:, sizes < _NOTHING], axis=1)
    return {key for key in unknown if free[column[key]] < _NOTHING**0.5}


def _hide_beside(
    key: CellKey,
    settled: set[CellKey],
    kept_in: set[CellKey],
    cells: Mapping[CellKey, Cell],
    groups: Sequence[Group],
) -> None:
    """Hide one more cell, so that ``key`` follows less easily.

    It follows because the cells it hides among are settled themselves, each from another sum. So one of *their* other
    sums gets a second hidden part first; a new one beside ``key`` itself is of use only where there is none to be had.
    """
    touching = [group for group in groups if key in group.parts and group.whole not in kept_in]
    mates = {part for group in touching for part in group.parts if part in settled and part != key}
    others = [
        group
        for group in groups
        if group.whole not in kept_in and key not in group.parts and not mates.isdisjoint(group.parts)
    ]
    # A whole that was suppressed follows from its parts, each of which another sum gives away.
    anywhere = [group for group in groups if group.whole not in kept_in and not settled.isdisjoint(group.parts)]
    for tried in (others, touching, anywhere):
        beside = [part for group in tried if (part := _smallest(group, kept_in, cells)) is not None]
        if beside:
            kept_in.add(min(beside, key=lambda part: (cells[part].conversations, part)))
            return
    kept_in.update(group.whole for group in touching or anywhere)
