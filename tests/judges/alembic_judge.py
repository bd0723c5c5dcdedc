# pyright: basic
"""The real Alembic, as a process of its own: each line of input is a case, each line of output the SQL that it sends.

It knows nothing of Towpath, so that it can run with another version of Alembic than the tests do.
"""

import io
import json
import sys
import warnings

import alembic
import sqlalchemy as sa
from alembic import op
from alembic.operations import Operations, ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects import mysql, postgresql


def sent(code, dialect, convention):
    """What the body of a function sends, as one text; for a dialect by its name."""
    buffer = io.StringIO()
    opts = {"as_sql": True, "output_buffer": buffer, "literal_binds": True}
    if convention:
        opts["target_metadata"] = sa.MetaData(naming_convention=convention)
    context = MigrationContext.configure(dialect_name=dialect, opts=opts)
    names: dict = {"sa": sa, "op": op, "ops": ops, "postgresql": postgresql, "mysql": mysql}
    exec("def upgrade():\n" + "".join(f"    {line}\n" for line in code.splitlines()), names)
    with Operations.context(context):
        names["upgrade"]()
    return buffer.getvalue()


def main():
    warnings.simplefilter("ignore")
    print(json.dumps({"alembic": alembic.__version__, "sqlalchemy": sa.__version__}), flush=True)
    for line in sys.stdin:
        case = json.loads(line)
        try:
            answer = {"sql": sent(case["code"], case["dialect"], case.get("convention"))}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
