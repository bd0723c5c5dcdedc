"""Towpath: reads database migrations, says what they will do to a live system, and rewrites them."""

__version__ = "0.1.0"
