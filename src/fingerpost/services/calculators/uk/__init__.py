"""Calculators of United Kingdom law: a module each, its rates in the YAML file of the same name."""
