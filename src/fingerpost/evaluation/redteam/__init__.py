"""Attacks on a running service, mutated in every way that has worked on others, and what came of each."""

from __future__ import annotations

from fingerpost.evaluation.redteam.mutations import KINDS, Mutant, mutants
from fingerpost.evaluation.redteam.running import Found, RedTeamReport, attack
from fingerpost.evaluation.redteam.targets import ServedTarget, ServiceTarget, Target

__all__ = ["KINDS", "Found", "Mutant", "RedTeamReport", "ServedTarget", "ServiceTarget", "Target", "attack", "mutants"]
