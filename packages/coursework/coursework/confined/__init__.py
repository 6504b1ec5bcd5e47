"""The room in which a student's notebook runs: a warm process, and for each notebook a confined copy of it."""
