"""Pages and links that are made from code and data."""
