"""Where things are made and named: revisions, tables, columns and files, through the whole of a series."""
