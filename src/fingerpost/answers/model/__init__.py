"""Composers that ask a model: Claude, or any other that speaks the same language. ``ground`` believes none of them."""
