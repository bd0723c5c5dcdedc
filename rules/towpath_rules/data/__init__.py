"""Rules about rows that are written by migrations."""
