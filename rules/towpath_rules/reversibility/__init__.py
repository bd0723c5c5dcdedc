"""Rules about the way back."""
