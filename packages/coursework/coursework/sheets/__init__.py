"""What a problem set asks: sheets, drawn numbers, slips, and the file of numbers that students get."""
