"""What the judges found, kept until the end of the run, so that differences are seen even where a test passes."""

LINES: list[str] = []
