"""Guidance flows in here: sources become documents, documents become sections."""
