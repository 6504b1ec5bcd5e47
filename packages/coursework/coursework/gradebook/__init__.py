"""Extends nbgrader: the source notebook, repair, execution, marks, feedback, records and the report."""
