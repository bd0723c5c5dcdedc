"""Rules about changes after which rows or values are gone."""
