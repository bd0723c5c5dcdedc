"""A docstring that names another revision sends whoever reads it to the wrong place.

Alembic writes the revision and what it comes behind into the docstring once, and goes by the assignments from then on.
Somebody who copied the file, or put it behind another revision by hand, left the old names there: the history that
people read is no longer the one that is run.

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_users.py
revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    pass
# file: migrations/versions/2b3c4d5e6f7a_tags.py
\"\"\"tags

Revision ID: 2b3c4d5e6f7a
Revises: 9e8d7c6b5a43
\"\"\"
revision = "2b3c4d5e6f7a"
         # ^^^^^^^^^^^^^^
down_revision = "1a2b3c4d5e6f"


def upgrade():
    pass
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_tags.py
\"\"\"tags

Revision ID: 2b3c4d5e6f7a
Revises: 1a2b3c4d5e6f
\"\"\"
revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    pass
```

A revision that was copied has another's name in it; and what comes behind several says all of them.

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_users.py
revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    pass
# file: migrations/versions/2b3c4d5e6f7a_tags.py
revision = "2b3c4d5e6f7a"
down_revision = None


def upgrade():
    pass
# file: migrations/versions/3c4d5e6f7a8b_merge.py
\"\"\"merge

Revision ID: 9e8d7c6b5a43
Revises:
Create Date: 2024-01-01 10:00:00
\"\"\"
revision = "3c4d5e6f7a8b"
         # ^^^^^^^^^^^^^^
down_revision = ("1a2b3c4d5e6f", "2b3c4d5e6f7a")


def upgrade():
    pass
```

```alembic good
# file: migrations/versions/3c4d5e6f7a8b_merge.py
\"\"\"merge

Revision ID: 3c4d5e6f7a8b
Revises: 1a2b3c4d5e6f, 2b3c4d5e6f7a
Create Date: 2024-01-01 10:00:00
\"\"\"
revision = "3c4d5e6f7a8b"
down_revision = ("1a2b3c4d5e6f", "2b3c4d5e6f7a")


def upgrade():
    pass
```

## How to do it

Let the docstring say what the assignments say, or leave these lines out of it.

## When it is fine

Where it says nothing of this, or what is so.

```alembic fine
\"\"\"users

Revision ID: 1a2b3c4d5e6f
Revises:
\"\"\"
revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    pass
```

## If it failed half-way

Nothing has run.
"""

from collections.abc import Iterator

from towpath.changes import Ref, Retell
from towpath.rule import Context, Finding, Fix, Series, rule


@rule(severity="info")
def check(series: Series, context: Context) -> Iterator[Finding]:
    for one in series.migrations:
        if one.misnamed and series.is_judged(one.identity):
            fix = Fix("Let the docstring say what is so", (Retell(Ref(one.identity, 0)),), safe=True)
            yield Finding(f"{one.misnamed}, which is not so", (fix,), part="identity", migration=one.identity)
