"""Rules about changes that lock a table for as long as its rows are read or written."""
