"""Plans: the steps a person keeps for themselves, to tick off, take away and delete.

``model`` says what one is, ``changes`` what can be done to it, ``from_answer`` and ``from_journey`` what can be saved,
``facts`` what a person may keep to be filled in later, and ``markdown``, ``calendar`` and ``pdf`` take a plan away.
Everything here is pure; ``conversations.plans`` keeps plans, encrypted.
"""

from __future__ import annotations

from fingerpost.services.plans.model import Origin, Plan, PlanLink, Step

__all__ = ["Origin", "Plan", "PlanLink", "Step"]
