"""What SQLAlchemy and Alembic send to the database for what a file says, as SQL text."""
