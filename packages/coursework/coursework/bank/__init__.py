"""Question banks from a set's sheet and text, for courses without nbgrader: Moodle XML with STACK questions, and QTI 1.2 for Canvas."""
