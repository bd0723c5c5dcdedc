"""Two last migrations leave the tool without an answer to which one is the newest.

It happens when two branches each add a migration behind the same one. Alembic then refuses `upgrade head`, and Django
refuses `migrate` and `makemigrations`: a deployment stops until somebody has put one behind the other.

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_users.py
revision = "1a2b3c4d5e6f"
down_revision = None


def upgrade():
    pass
# file: migrations/versions/2b3c4d5e6f7a_tags.py
revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"
              # ^^^^^^^^^^^^^^


def upgrade():
    pass
# file: migrations/versions/3c4d5e6f7a8b_plans.py
revision = "3c4d5e6f7a8b"
down_revision = "1a2b3c4d5e6f"


def upgrade():
    pass
```

```alembic good
# file: migrations/versions/2b3c4d5e6f7a_tags.py
revision = "2b3c4d5e6f7a"
down_revision = "3c4d5e6f7a8b"


def upgrade():
    pass
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = []
# file: shop/migrations/0002_tags.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
                 # ^^^^^^^^^^^^^^^^^^^^^^^^^^
# file: shop/migrations/0002_plans.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
```

Of three heads none is the one to put the others behind, so they are merged.

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_users.py
\"\"\"users

Revision ID: 1a2b3c4d5e6f
Revises:
Create Date: 2024-01-01 10:00:00

\"\"\"
from alembic import op

revision = "1a2b3c4d5e6f"
down_revision = None
              # ^^^^


def upgrade():
    op.execute("select 1")


def downgrade():
    pass
# file: migrations/versions/2b3c4d5e6f7a_tags.py
revision = "2b3c4d5e6f7a"
down_revision = None


def upgrade():
    pass
# file: migrations/versions/3c4d5e6f7a8b_plans.py
revision = "3c4d5e6f7a8b"
down_revision = None


def upgrade():
    pass
```

```alembic good
# file: migrations/versions/83ceeb83e15e_merge_heads.py
\"\"\"merge heads

Revision ID: 83ceeb83e15e
Revises: 3c4d5e6f7a8b, 2b3c4d5e6f7a, 1a2b3c4d5e6f
Create Date: 2024-01-01 10:01:00

\"\"\"
from alembic import op

revision = "83ceeb83e15e"
down_revision = ("3c4d5e6f7a8b", "2b3c4d5e6f7a", "1a2b3c4d5e6f")


def upgrade():
    pass


def downgrade():
    pass
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = []
# file: shop/migrations/0002_a.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = []
# file: shop/migrations/0002_b.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = []
# file: shop/migrations/0002_c.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
                 # ^^^^^^^^^^^^^^^^^^^^^^^^^^

    operations = []
```

```django good
# file: shop/migrations/0003_merge_0002_a_0002_b_0002_c.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0002_a"),
        ("shop", "0002_b"),
        ("shop", "0002_c"),
    ]

    operations = []
```

## How to do it

Put yours behind the other one, if nobody has run it yet: that keeps one line. Else merge both: `alembic merge heads`,
`manage.py makemigrations --merge`.

## When it is fine

Branches of Alembic's with labels of their own are meant to have a head each.

```alembic fine
# file: migrations/versions/1a2b3c4d5e6f_users.py
revision = "1a2b3c4d5e6f"
down_revision = None
branch_labels = ("users",)


def upgrade():
    pass
# file: migrations/versions/2b3c4d5e6f7a_tags.py
revision = "2b3c4d5e6f7a"
down_revision = None
branch_labels = ("tags",)


def upgrade():
    pass
```

## If it failed half-way

Nothing has run.
"""

from collections.abc import Iterator, Sequence

from towpath.changes import Merge, Ref, Reparent
from towpath.rule import Context, Finding, Fix, Related, Series, rule


@rule(severity="error")
def check(series: Series, context: Context) -> Iterator[Finding]:
    graph = series.graph
    here = {one.identity for one in series.migrations}
    astray = {one.identity for one, _ in graph.missing} | {one.identity for both in graph.doubles for one in both}
    for heads in graph.rivals:
        mine = [head for head in heads if head in here and series.is_judged(head)]
        if not mine:
            continue
        others = [head for head in heads if head != mine[-1]]
        related = tuple(Related("another head", head) for head in others if head in here)
        coming = [head for head in others if head not in here]
        merged = f" once this is merged with {series.landed.base}" if coming and series.landed else ""
        message = f"there are {len(heads)} heads{merged}: {', '.join(heads)}; the tool expects one"
        fixes = (*_behind(series, mine[-1], others), *_merging(mine[-1], heads, here))
        # Which heads there are hangs on those first that have no name of their own, or a parent that is nowhere.
        told = not any(astray & graph.ancestors(head) for head in heads) if astray else True
        yield Finding(message, fixes if told else (), part="parents", related=related, migration=mine[-1])


def _behind(series: Series, mine: str, others: Sequence[str]) -> Iterator[Fix]:
    """Puts my migrations behind the other head, if that is here, and mine begin with a single one."""
    graph = series.graph
    if len(others) != 1 or series.number(others[0]) is None:
        return
    own = graph.known[mine].line
    line = [one for one in graph.ancestors(mine) - graph.ancestors(others[0]) if graph.known[one].line == own]
    first = [one for one in line if not set(graph.parents[one]) & set(line)]
    if len(first) != 1 or not all(map(series.is_judged, line)):
        return
    parents = [one for one in graph.parents[first[0]] if one in graph.known and graph.known[one].line == own]
    if len(parents) == 1:
        yield Fix(f"Put {first[0]} behind {others[0]}", (Reparent(parents[0], others[0], Ref(first[0], 0)),))


def _merging(mine: str, heads: Sequence[str], here: set[str]) -> Iterator[Fix]:
    """Merges all heads, if they are here: a migration cannot come behind one that only the base has."""
    if here.issuperset(heads):
        yield Fix("Merge the heads in a new migration", (Merge(tuple(heads), Ref(mine, 0)),))
