"""The last minutes before a deadline, played by many people at once (`make bench ARGS=deadline`)."""
