"""The book on paper: one document of all pages, printed by Chromium."""
