"""Rules about changes that break the code that is still running."""
