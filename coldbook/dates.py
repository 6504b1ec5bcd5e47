"""Dates in words, in English whatever the language of the machine, which `strftime` follows."""

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def written_out(day):
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def bibtex_month(day):
    """BibTeX's macro for the month."""
    return MONTHS[day.month - 1][:3].lower()
