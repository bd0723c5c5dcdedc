"""The SQL that Active Record sends for each of its statements."""
