"""Rules about building, dropping and keeping indexes."""
