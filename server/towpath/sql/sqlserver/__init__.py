"""SQL Server's statements: tokens to operations."""

from towpath.sql.sqlserver import alter_table, data, indexes, objects, session, tables
from towpath.sql.sqlserver.grammar import GRAMMAR
from towpath.sql.statements import statements

statement = statements(
    GRAMMAR,
    [*tables.FORMS, *indexes.FORMS, *alter_table.FORMS, *session.FORMS, *data.FORMS, *objects.FORMS],
)
