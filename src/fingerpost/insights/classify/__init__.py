"""A turn's words into facets, on this machine, the same every time."""
