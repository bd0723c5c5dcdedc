"""Migrations that come behind each other in a circle cannot be run at all.

Each waits for another one. Alembic and Django say so and stop, whatever they are asked for.

```alembic bad
# file: migrations/versions/1a2b3c4d5e6f_users.py
revision = "1a2b3c4d5e6f"
down_revision = "2b3c4d5e6f7a"


def upgrade():
    pass
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
    dependencies = [("shop", "0002_tags")]
# file: shop/migrations/0002_tags.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
                 # ^^^^^^^^^^^^^^^^^^^^^^^^^^
```

## How to do it

One of them has to come behind something else, or in front of all.

## When it is fine

Never. That one app's migrations come behind another's and the other way round is no circle.

```django fine
# file: shop/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = []
# file: shop/migrations/0002_orders.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial"), ("users", "0001_initial")]
# file: users/migrations/0001_initial.py
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
```

## If it failed half-way

Nothing has run.
"""

from collections.abc import Iterator

from towpath.rule import Context, Finding, Related, Series, rule


@rule(severity="error")
def check(series: Series, context: Context) -> Iterator[Finding]:
    for circle in series.graph.cycles:
        judged = [one for one in circle if series.is_judged(one)]
        if judged:
            last = max(judged)
            related = tuple(Related("stands in the circle", one) for one in circle if one != last)
            message = f"these migrations come behind each other in a circle: {' < '.join(sorted(circle))}"
            yield Finding(message, part="parents", related=related, migration=last)
