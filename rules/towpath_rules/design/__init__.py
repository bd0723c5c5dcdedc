"""Rules about what stands in the files, whatever it does."""
