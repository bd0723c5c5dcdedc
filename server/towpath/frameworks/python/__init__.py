"""What the systems whose migrations are Python share: SQL in texts, and the manner in which an author writes."""
