"""Occupations by the Standard Occupational Classification 2020, read from the workbook that the ONS publishes."""
