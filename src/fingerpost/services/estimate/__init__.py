"""The benefits estimate: a household's benefits as a range, by ``policyengine-uk`` in a process of its own.

``household`` is what is asked; ``situation`` how the engine is asked about it; ``reading`` what its answer means.
``process`` holds the engine's process, ``line`` the people waiting for it, and ``worker`` is the program it runs.
"""

from __future__ import annotations

from fingerpost.services.estimate.calculator import BenefitsEstimate, line_for, warm
from fingerpost.services.estimate.household import HouseholdInputs

__all__ = ["BenefitsEstimate", "HouseholdInputs", "line_for", "warm"]
