"""MySQL's and MariaDB's statements: tokens to operations."""

from towpath.sql.mysql import alter_table, columns, data, indexes, objects, session, tables
from towpath.sql.mysql.grammar import GRAMMAR
from towpath.sql.statements import statements

assert columns

statement = statements(
    GRAMMAR,
    [*tables.FORMS, *indexes.FORMS, *alter_table.FORMS, *session.FORMS, *data.FORMS, *objects.FORMS],
)
