"""SQLite's statements: tokens to operations."""

from towpath.sql.sqlite import others, tables
from towpath.sql.sqlite.grammar import GRAMMAR
from towpath.sql.statements import statements

statement = statements(GRAMMAR, [*tables.FORMS, *others.FORMS])
