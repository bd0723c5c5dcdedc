"""What an application still names of the database: in its models, and in the SQL that it sends.

Its files are read as text, and only when a rule asks for a table or a column: few migrations drop or rename one.
"""

from towpath.models.application import Application, Present
from towpath.models.files import counts
from towpath.models.use import Use, Wanted, key

__all__ = ["Application", "Present", "Use", "Wanted", "counts", "key"]
