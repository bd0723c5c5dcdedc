"""What the hash at the end of a call says."""

from collections.abc import Mapping

from towpath.syntax.ruby import Value

Options = Mapping[Value, Value]
