"""Roots, configuration, and what is known of the tool and the database."""

from towpath.project.tree import Tree
from towpath.project.values import Evidence, Found, Runner

__all__ = ["Evidence", "Found", "Runner", "Tree"]
