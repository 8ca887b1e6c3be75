"""The release gate: the only way out of the insights package. What it is not sure of, it keeps in."""
