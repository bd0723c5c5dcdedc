"""The command line: what was asked, put to the linter, and what it answers, put into words."""
