"""What a repository's base branch holds, asked of plain git.

Only plumbing is run, and nothing that could start a hook, a filter, or any other program of the user's.
"""

from towpath.project.git.base import AnyBase, Base, NoBase
from towpath.project.git.bases import AnyBases, Bases
from towpath.project.git.contents import blobs, listing, object_name
from towpath.project.git.repository import Repository

__all__ = ["AnyBase", "AnyBases", "Base", "Bases", "NoBase", "Repository", "blobs", "listing", "object_name"]
