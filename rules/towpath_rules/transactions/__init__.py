"""Rules about what runs in a transaction and what cannot."""
