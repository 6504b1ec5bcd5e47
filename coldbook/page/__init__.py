"""The HTML of a page, and the files that it loads."""
