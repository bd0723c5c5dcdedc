"""Runs the pages of a rule pack: every example is checked, and every fix is applied and compared."""

from towpath.testing.page import Example, File, Mark, Page, read_page
from towpath.testing.run import Failure, failures

__all__ = ["Example", "Failure", "File", "Mark", "Page", "failures", "read_page"]
