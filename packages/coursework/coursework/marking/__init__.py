"""From the values that a notebook hands out to marks and words: quantities, formulas, slips. No student code runs here."""
