"""What was found, as text, JSON and diffs. Each report is a module of its own, loaded when it is asked for."""
