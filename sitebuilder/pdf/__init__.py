"""The book as a PDF: one document of all pages, printed by Chromium."""
