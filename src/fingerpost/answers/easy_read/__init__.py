"""Easy read: the answer in short lines, one idea each, with every citation it had."""

from __future__ import annotations

from fingerpost.answers.easy_read.arrange import easy_read
from fingerpost.answers.easy_read.proof import faults
from fingerpost.answers.easy_read.simplify import EasyReader, Simplify

__all__ = ["EasyReader", "Simplify", "easy_read", "faults"]
