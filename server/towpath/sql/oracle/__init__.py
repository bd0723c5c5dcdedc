"""Oracle's statements: tokens to operations."""

from towpath.sql.oracle import alter_table, data, objects, session, tables
from towpath.sql.oracle.grammar import GRAMMAR
from towpath.sql.statements import statements

statement = statements(GRAMMAR, [*tables.FORMS, *alter_table.FORMS, *session.FORMS, *data.FORMS, *objects.FORMS])
