"""What a problem set asks and whose numbers it has: sheets, draws, slips, and the file that students get."""
