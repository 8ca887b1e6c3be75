"""Checks on what comes in and goes out, each with a named reason when it acts."""
