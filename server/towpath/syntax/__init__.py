"""The languages that migrations are written in, as trees; the only room that knows tree-sitter."""
