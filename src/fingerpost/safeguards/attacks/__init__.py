"""Attempts to turn the assistant: found in questions, conversations, pages, form values and tool results.

``instructions_in(text, embedder)`` reads a page or a tool result; ``Attacks`` is the safeguard of questions.
"""

from __future__ import annotations

from fingerpost.safeguards.attacks.pages import Instruction, instructions_in

__all__ = ["Instruction", "instructions_in"]
