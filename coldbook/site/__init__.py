"""The site as a whole: its address, edition, link previews, citation, menus and redirects."""
