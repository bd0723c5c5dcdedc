"""Runs the pages of a rule pack: every example is checked, and every fix applied and compared."""

from towpath.testing.page import Example, File, Mark, Page, read_page

__all__ = ["Example", "File", "Mark", "Page", "read_page"]
