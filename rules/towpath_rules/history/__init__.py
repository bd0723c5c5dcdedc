"""Rules about the order of a series, and what became of that which has landed."""
