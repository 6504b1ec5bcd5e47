"""What refuses a broken book: the guard, and what it looks at."""
