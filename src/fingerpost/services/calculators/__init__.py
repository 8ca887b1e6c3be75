"""Calculators: pure functions with typed inputs, dated rates and a working that names its rules and sources.

No figure here ever comes from a model. Each calculator is one module (or one folder) with its rates in a YAML file
beside it; ``registry`` finds them, ``model`` says what one is, and ``rates`` reads the tables.
"""

from __future__ import annotations

from fingerpost.services.calculators.model import (
    Calculation,
    Calculator,
    Figure,
    Line,
    RateUsed,
    Source,
    Unit,
)
from fingerpost.services.calculators.registry import (
    calculate,
    calculator,
    calculators,
    offered,
    offered_names,
    one_offered,
    set_up,
    work_out,
)

__all__ = [
    "Calculation",
    "Calculator",
    "Figure",
    "Line",
    "RateUsed",
    "Source",
    "Unit",
    "calculate",
    "calculator",
    "calculators",
    "offered",
    "offered_names",
    "one_offered",
    "set_up",
    "work_out",
]
