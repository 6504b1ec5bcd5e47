"""A set as plain data and expressions, for a page that draws numbers and marks answers without a kernel."""
