"""What the students of the hostile course hand in, and the course in which all of it is graded."""
