"""Attempts to turn the assistant: found in questions, conversations, pages and tool results.

``instructions_in(text, embedder)`` reads a page or a tool's result, for ``safeguards/screening``; ``Attacks`` is the
safeguard of questions. docs/explanation/safeguards.md has the layers, the figures and the limits.
"""

from __future__ import annotations

from fingerpost.safeguards.attacks.pages import Instruction, instructions_in
from fingerpost.safeguards.attacks.questions import Attacks

__all__ = ["Attacks", "Instruction", "instructions_in"]
