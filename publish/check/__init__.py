"""Check a site before it is published."""
