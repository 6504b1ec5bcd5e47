"""Marks the answers read from a notebook: quantities, formulas, slips. No student's code runs here."""
