"""The site as a whole: its address, link previews, citation, menus and redirects."""
