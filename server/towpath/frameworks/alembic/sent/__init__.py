"""What SQLAlchemy and Alembic send to PostgreSQL for what a file says, as SQL text."""
