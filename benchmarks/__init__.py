"""Figures, each beside its floor: one command a file, JSON out."""
