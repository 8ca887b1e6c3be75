"""What networks that never saw a page make of it, as figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from fingerpost.evaluation.abstention import auroc
from fingerpost.evaluation.cases import QuestionRecord
from fingerpost.evaluation.ranking_folds import Fitted, measure_order, threshold_answering
from fingerpost.evaluation.ranking_rows import Turn
from fingerpost.search.evidence import SECTION_FEATURES

_ANSWERED = 0.8
_FUSED = SECTION_FEATURES.index("fused")


def report(turns: Sequence[Turn], questions: Sequence[QuestionRecord], fitted: Fitted) -> dict[str, Any]:
    """Return the out-of-fold figures, for questions alone and behind their scenarios.

    ``order`` has retrieval by the fitted order and, as ``fused``, by the first look alone. ``answerable`` tells present
    from absent for each kind of index; ``declined_absent`` is at the threshold that answers 80% of the present.
    """
    return {
        name: _of_kind(turns, questions, fitted, with_scenario=with_scenario)
        for name, with_scenario in (("question", False), ("scenario", True))
    }


def _of_kind(
    turns: Sequence[Turn], questions: Sequence[QuestionRecord], fitted: Fitted, *, with_scenario: bool
) -> dict[str, Any]:
    def places(*kinds: str) -> list[int]:
        return [at for at, turn in enumerate(turns) if turn.kind in kinds and turn.with_scenario == with_scenario]

    whole = places("all")
    asked = [turns[at] for at in whole]
    found: dict[str, Any] = {
        "fused": measure_order(asked, questions, [turn.rows[:, _FUSED].astype(np.float64) for turn in asked]),
        "order": measure_order(asked, questions, [fitted.scores[at] for at in whole]),
    }
    for name, there, gone in (("all", "all", "without"), ("tenth", "tenth", "other")):
        present, absent = fitted.likely[places(there)], fitted.likely[places(gone)]
        threshold = threshold_answering(present, _ANSWERED)
        found[f"answerable_{name}"] = {
            "auroc": round(auroc(present, absent), 4),
            "threshold": round(threshold, 3),
            "answered_present": round(float((present >= threshold).mean()), 4),
            "declined_absent": round(float((absent < threshold).mean()), 4),
        }
    return found
