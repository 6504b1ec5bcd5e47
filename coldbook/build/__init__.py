"""What makes a build run again, or stop."""
