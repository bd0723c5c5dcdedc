"""A migration that comes behind one that is nowhere cannot be put in order, and the tool does not start.

Alembic says that a revision is not present, Django raises NodeNotFoundError: every command fails, not only this one
migration. Mostly a branch was merged without the migration that it was built on, or somebody renamed that.

```alembic bad
# file: migrations/versions/2b3c4d5e6f7a_tags.py
revision = "2b3c4d5e6f7a"
down_revision = "1a2b3c4d5e6f"
#               ^^^^^^^^^^^^^^


def upgrade():
    pass
```

```django bad
# file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = []
# file: shop/migrations/0003_tags.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_plans")]
                 # ^^^^^^^^^^^^^^^^^^^^^^^^
```

## How to do it

Bring in the migration that is missing, or name the one that this shall come behind.

## When it is fine

What another package's app holds is not looked for.

```django fine
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]
```

## If it failed half-way

Nothing has run.
"""

from collections.abc import Iterator

from towpath.rule import Context, Finding, Series, rule


@rule(severity="error")
def check(series: Series, context: Context) -> Iterator[Finding]:
    coming = {one.identity for one in series.landed.deleted} if series.landed else set[str]()
    for one, parent in series.graph.missing:
        # Where it was deleted here, that is told.
        if series.is_judged(one.identity) and parent not in coming:
            message = f"this comes behind {parent}, which is nowhere among the migrations"
            yield Finding(message, part="parents", migration=one.identity)
