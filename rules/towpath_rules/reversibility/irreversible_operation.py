"""What a tool cannot take back makes the whole migration one-way.

The tool works the way back out from what the migration says. Where that is not enough, rolling back stops with an
error, and nothing of the migration is taken back; which shows on the night when it is needed.

```rails bad
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :email, default: "", null: false
      t.integer :age
      t.index :age, name: "by_age"
    end
  end
end
# file: db/migrate/20240102000000_simpler.rb
class Simpler < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :email
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    remove_index :users, name: "by_age", algorithm: :concurrently
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    change_column_default :users, :age, 18
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_simpler.rb
class Simpler < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :email, :string, default: "", null: false
    remove_index :users, :age, name: "by_age", algorithm: :concurrently
    change_column_default :users, :age, from: nil, to: 18
  end
end
```

```rails bad
# file: db/migrate/20240101000000_first.rb
class First < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.integer :age
    end
  end
end
# file: db/migrate/20240102000000_ages.rb
class Ages < ActiveRecord::Migration[7.1]
  def change
    change_column :users, :age, :bigint
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    execute "UPDATE users SET age = NULL WHERE age < 0"
  #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  end
end
```

```rails good
# file: db/migrate/20240102000000_ages.rb
class Ages < ActiveRecord::Migration[7.1]
  def change
    reversible do |dir|
      dir.up { change_column :users, :age, :bigint }
      dir.down { change_column :users, :age, :integer }
    end
    # what the rows of users held before is not kept anywhere
    up_only { execute "UPDATE users SET age = NULL WHERE age < 0" }
  end
end
```

## How to do it

Say what the tool needs: the type of a column that goes, the columns of an index, `from:` and `to:` of a default.
What it never takes back needs both ways: `reversible`, `up_only` where nothing has to be done, or `up` and `down`.
Run it once: up, down, and up again.

## When it is fine

Where the migration says on purpose that it cannot be taken back: `up`, and a `down` that raises
`ActiveRecord::IrreversibleMigration`.

```rails fine
# file: db/migrate/20240102000000_simpler.rb
class Simpler < ActiveRecord::Migration[7.1]
  def change
    remove_index :users, :age, name: "by_age", algorithm: :concurrently
    up_only { execute "ANALYZE users" }
  end
end
```

## If it failed half-way

Rolling back stops before anything is changed. Write the way back, and roll back again.
"""

from collections.abc import Iterator

from towpath.changes import TakeBack
from towpath.rule import Context, Finding, Fix, Trip, WayBack, rule
from towpath_rules.reversibility._steps import steps


@rule(severity="warning")
def check(trip: Trip, context: Context) -> Iterator[Finding]:
    if not trip.migration.derived:
        return
    for number, step, found in steps(trip, context):
        if step.lacks:
            message = f"{step.lacks}: as it stands, this migration cannot be rolled back"
            said = f"{message} ({found.why})" if found.why else message
            yield Finding(said, tuple(_fixes(found, number, context)), at=number)


def _fixes(found: WayBack, number: int, context: Context) -> Iterator[Fix]:
    if found.changes and not found.reasons:
        back = tuple(change.operation for change in found.changes)
        yield Fix("Say what is needed to take it back", (TakeBack(back, context.ref(number)),), safe=True)
        yield Fix("Write the downgrade", found.changes)
