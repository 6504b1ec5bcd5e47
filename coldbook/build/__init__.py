"""The edition that is built, and what makes a build run again or stop."""
