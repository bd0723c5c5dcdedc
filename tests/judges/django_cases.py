"""Operations of Django, each with what stood before it; real Djangos say what they send for them."""

from typing import NamedTuple

BASE = """
migrations.CreateModel("Author", [
    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
    ("name", models.CharField(max_length=50)),
    ("email", models.EmailField(max_length=254, null=True)),
    ("age", models.PositiveIntegerField(default=0)),
    ("slug", models.SlugField(unique=True)),
    ("bio", models.TextField(blank=True)),
    ("active", models.BooleanField(default=True)),
    ("joined", models.DateTimeField(auto_now_add=True)),
    ("score", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
    ("tags", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
    ("data", models.JSONField(default=dict)),
    ("code", models.IntegerField(db_index=True, null=True)),
    ("label", models.CharField(db_index=True, default="", max_length=20)),
    ("token", models.UUIDField(default=uuid.uuid4, unique=True)),
]),
migrations.CreateModel("Book", [
    ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
    ("title", models.CharField(max_length=200)),
    ("pages", models.IntegerField(default=1)),
    ("author", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="app.author")),
    ("editor", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="edited", to="app.author")),
    ("fans", models.ManyToManyField(related_name="liked", to="app.author")),
    ("loose", models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=models.CASCADE, related_name="+", to="app.author")),
], options={
    "unique_together": {("title", "author")},
    "indexes": [models.Index(fields=["title", "-pages"], name="book_title_pages")],
    "constraints": [
        models.CheckConstraint(check=models.Q(pages__gt=0), name="book_pages"),
        models.UniqueConstraint(fields=["title", "editor"], name="book_editor"),
        models.UniqueConstraint(fields=["pages"], condition=models.Q(title="x"), name="book_partial"),
    ],
}),
migrations.CreateModel("Tag", [
    ("name", models.CharField(max_length=30, primary_key=True, serialize=False)),
]),
migrations.CreateModel("Profile", [
    ("author", models.OneToOneField(on_delete=models.CASCADE, primary_key=True, serialize=False, to="app.author")),
    ("tag", models.ForeignKey(on_delete=models.CASCADE, to="app.tag")),
    ("parent", models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.profile")),
    ("others", models.ManyToManyField(to="app.profile")),
]),
"""


# Where one migration of a history ends and the next one begins.
NEXT = "\n---\n"


class Case(NamedTuple):
    """Operations to be run behind a history; `before` stands above the class, `versions` are those that know them."""

    name: str
    operations: str
    history: str = BASE
    before: str = ""
    atomic: bool = True
    versions: tuple[str, ...] = ("4.2", "5.2")


NEW = ("5.2",)
OLD = ("4.2",)


def add(field: str, model: str = "author", more: str = "") -> str:
    return f'migrations.AddField(model_name="{model}", name="new", field={field}{more})'


def alter(name: str, field: str, model: str = "author", more: str = "") -> str:
    return f'migrations.AlterField(model_name="{model}", name="{name}", field={field}{more})'


def index(said: str, model: str = "author") -> str:
    return f'migrations.AddIndex(model_name="{model}", index={said})'


def constraint(said: str, model: str = "author") -> str:
    return f'migrations.AddConstraint(model_name="{model}", constraint={said})'


def _fields() -> list[Case]:
    """A new column of each kind of field."""
    kinds = {
        "char": 'models.CharField(default="a", max_length=10)',
        "char without a default": "models.CharField(max_length=10, null=True)",
        "char that is blank": "models.CharField(blank=True, max_length=10)",
        "char without a length": "models.CharField(null=True)",
        "text": "models.TextField(null=True)",
        "text with an index": "models.TextField(db_index=True, null=True)",
        "text with quotes": """models.TextField(default="it's 100%")""",
        "email": "models.EmailField(null=True)",
        "url": "models.URLField(null=True)",
        "slug": 'models.SlugField(default="x")',
        "integer": "models.IntegerField(default=7)",
        "negative": "models.IntegerField(default=-7)",
        "big": "models.BigIntegerField(null=True)",
        "small": "models.SmallIntegerField(default=1)",
        "positive": "models.PositiveIntegerField(default=1)",
        "positive small": "models.PositiveSmallIntegerField(null=True)",
        "positive big": "models.PositiveBigIntegerField(null=True)",
        "boolean": "models.BooleanField(default=False)",
        "boolean with NULL": "models.BooleanField(null=True)",
        "float": "models.FloatField(default=1.5)",
        "decimal": "models.DecimalField(decimal_places=3, default=0, max_digits=12)",
        "decimal of text": 'models.DecimalField(decimal_places=3, default=decimal.Decimal("1.50"), max_digits=12)',
        "date": "models.DateField(default=datetime.date(2020, 1, 2))",
        "date now": "models.DateField(auto_now=True)",
        "datetime": "models.DateTimeField(null=True)",
        "datetime now": "models.DateTimeField(auto_now_add=True)",
        "datetime by a function": "models.DateTimeField(default=timezone.now)",
        "time": "models.TimeField(null=True)",
        "duration": "models.DurationField(default=datetime.timedelta(days=1))",
        "uuid": "models.UUIDField(default=uuid.uuid4)",
        "uuid that is unique": "models.UUIDField(null=True, unique=True)",
        "json": "models.JSONField(default=dict)",
        "json of a list": "models.JSONField(default=list)",
        "json with NULL": "models.JSONField(null=True)",
        "binary": "models.BinaryField(null=True)",
        "binary with a default": 'models.BinaryField(default=b"x")',
        "ip": "models.GenericIPAddressField(null=True)",
        "file": 'models.FileField(null=True, upload_to="x")',
        "file path": 'models.FilePathField(null=True, path="x")',
        "image": 'models.FileField(blank=True, max_length=300, upload_to="x")',
        "array": "fields.ArrayField(models.IntegerField(), default=list, size=None)",
        "array of a size": "fields.ArrayField(models.IntegerField(), null=True, size=3)",
        "array of arrays": "fields.ArrayField(fields.ArrayField(models.CharField(max_length=3)), null=True)",
        "hstore": "fields.HStoreField(null=True)",
        "integer range": "fields.IntegerRangeField(null=True)",
        "big range": "fields.BigIntegerRangeField(null=True)",
        "decimal range": "fields.DecimalRangeField(null=True)",
        "datetime range": "fields.DateTimeRangeField(null=True)",
        "date range": "fields.DateRangeField(null=True)",
        "search vector": "django.contrib.postgres.search.SearchVectorField(null=True)",
        "index": "models.IntegerField(db_index=True, null=True)",
        "unique": "models.IntegerField(null=True, unique=True)",
        "unique char": "models.CharField(max_length=9, null=True, unique=True)",
        "column": 'models.IntegerField(db_column="Odd Name", null=True)',
        "collation": 'models.CharField(db_collation="C", max_length=9, null=True)',
        "collation and index": 'models.CharField(db_collation="C", db_index=True, max_length=9, null=True)',
        "tablespace": 'models.CharField(db_index=True, db_tablespace="pg_default", max_length=9, null=True)',
        "tablespace of a unique one": 'models.IntegerField(db_tablespace="pg_default", null=True, unique=True)',
        "many to many in a tablespace": 'models.ManyToManyField(db_tablespace="pg_default", to="app.tag")',
        "comment": """models.IntegerField(db_comment="what's this", null=True)""",
        "foreign key": 'models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.book")',
        "foreign key with a default": 'models.ForeignKey(default=1, on_delete=models.CASCADE, to="app.book")',
        "foreign key to a text": 'models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.tag")',
        "foreign key to a field": 'models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.author", to_field="slug", related_name="+")',
        "foreign key to a uuid": 'models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.author", to_field="token", related_name="+")',
        "foreign key to itself": 'models.ForeignKey(null=True, on_delete=models.CASCADE, to="self")',
        "foreign key without a constraint": 'models.ForeignKey(db_constraint=False, null=True, on_delete=models.CASCADE, to="app.book")',
        "foreign key without an index": 'models.ForeignKey(db_index=False, null=True, on_delete=models.CASCADE, to="app.book")',
        "foreign key in a column": 'models.ForeignKey(db_column="book", null=True, on_delete=models.CASCADE, to="app.book")',
        "foreign key to a key that is one": 'models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.profile")',
        "one to one": 'models.OneToOneField(null=True, on_delete=models.CASCADE, to="app.book")',
        "one to one of a text": 'models.OneToOneField(null=True, on_delete=models.CASCADE, to="app.tag")',
        "many to many": 'models.ManyToManyField(to="app.tag")',
        "many to many of itself": 'models.ManyToManyField(to="app.author")',
        "many to many in a table": 'models.ManyToManyField(db_table="in_between", to="app.tag")',
        "many to many without constraints": 'models.ManyToManyField(db_constraint=False, to="app.tag")',
        "many to many through": 'models.ManyToManyField(through="app.Profile", to="app.tag")',
    }
    unknown = {"char without a length": NEW}
    cases = [
        Case(f"add {name}", add(field), versions=unknown.get(name, ("4.2", "5.2"))) for name, field in kinds.items()
    ]
    once = ", preserve_default=False"
    cases.append(Case("add with a default for once", add('models.CharField(default="x", max_length=5)', more=once)))
    kept = {
        "number": "models.IntegerField(db_default=3)",
        "text": """models.CharField(db_default="it's", max_length=9)""",
        "boolean": "models.BooleanField(db_default=False)",
        "value": "models.IntegerField(db_default=Value(4))",
        "now": "models.DateTimeField(db_default=Now())",
        "expression": "models.IntegerField(db_default=models.functions.Pi())",
        "function": "models.UUIDField(db_default=functions.RandomUUID())",
        "sum": "models.IntegerField(db_default=Value(1) + Value(2))",
        "both": "models.IntegerField(db_default=3, default=4)",
        "json": "models.JSONField(db_default={})",
    }
    cases += [
        Case(f"add with a default that is kept: {name}", add(field), versions=NEW) for name, field in kept.items()
    ]
    cases.append(
        Case(
            "add generated",
            add('models.GeneratedField(db_persist=True, expression=F("age") + 1, output_field=models.IntegerField())'),
            versions=NEW,
        )
    )
    cases.append(
        Case(
            "add generated of a function",
            add('models.GeneratedField(db_persist=True, expression=Lower("name"), output_field=models.TextField())'),
            versions=NEW,
        )
    )
    return cases


def _altered() -> list[Case]:
    """A column that is restated."""
    same = {
        "age": 'models.PositiveIntegerField(choices=[(1, "a")], default=3, help_text="h", validators=[], verbose_name="v")',
        "bio": "models.TextField(blank=True, editable=False)",
        "name": "models.CharField(blank=True, error_messages={}, max_length=50)",
        "slug": 'models.SlugField(help_text="x", unique=True)',
        "tags": "fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None, verbose_name='t')",
        "email": "models.EmailField(max_length=254, null=True, blank=True)",
    }
    cases = [Case(f"alter nothing of {name}", alter(name, field)) for name, field in same.items()]
    changes = {
        "a length": ("name", "models.CharField(max_length=80)"),
        "char to text": ("name", "models.TextField()"),
        "text to char": ("bio", "models.CharField(blank=True, max_length=10)"),
        "char to integer": ("name", "models.IntegerField()"),
        "char to slug": ("name", "models.SlugField()"),
        "email to char": ("email", "models.CharField(max_length=254, null=True)"),
        "email to url": ("email", "models.URLField(null=True)"),
        "indexed char to text": ("label", "models.TextField(db_index=True, default='')"),
        "indexed char to integer": ("label", "models.IntegerField(db_index=True, default=0)"),
        "positive to integer": ("age", "models.IntegerField(default=0)"),
        "positive to big": ("age", "models.PositiveBigIntegerField(default=0)"),
        "integer to positive": ("code", "models.PositiveIntegerField(db_index=True, null=True)"),
        "integer to big": ("code", "models.BigIntegerField(db_index=True, null=True)"),
        "integer to char": ("code", "models.CharField(db_index=True, max_length=9, null=True)"),
        "digits": ("score", "models.DecimalField(decimal_places=4, max_digits=10, null=True)"),
        "decimal to float": ("score", "models.FloatField(null=True)"),
        "datetime to date": ("joined", "models.DateField(auto_now_add=True)"),
        "array to longer": (
            "tags",
            "fields.ArrayField(base_field=models.CharField(max_length=50), default=list, size=None)",
        ),
        "array to a size": (
            "tags",
            "fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=5)",
        ),
        "array to other": ("tags", "fields.ArrayField(base_field=models.TextField(), default=list, size=None)"),
        "json to text": ("data", "models.TextField(default='')"),
        "to NULL": ("name", "models.CharField(max_length=50, null=True)"),
        "to NOT NULL": ("email", "models.EmailField(max_length=254)"),
        "to NOT NULL with a default": ("email", 'models.EmailField(default="a@b", max_length=254)'),
        "to NOT NULL of a blank": ("email", "models.EmailField(blank=True, max_length=254)"),
        "to NOT NULL of an integer": ("code", "models.IntegerField(db_index=True, default=0)"),
        "to NOT NULL and longer": ("email", 'models.EmailField(default="a@b", max_length=300)'),
        "NOT NULL and type": ("code", "models.BigIntegerField(db_index=True)"),
        "an index more": ("age", "models.PositiveIntegerField(db_index=True, default=0)"),
        "an index more on a text": ("name", "models.CharField(db_index=True, max_length=50)"),
        "an index less": ("code", "models.IntegerField(null=True)"),
        "an index less on a text": ("label", "models.CharField(default='', max_length=20)"),
        "unique": ("name", "models.CharField(max_length=50, unique=True)"),
        "unique integer": ("age", "models.PositiveIntegerField(default=0, unique=True)"),
        "unique instead of an index": ("label", "models.CharField(default='', max_length=20, unique=True)"),
        "unique number instead of an index": ("code", "models.IntegerField(null=True, unique=True)"),
        "an index instead of unique": ("slug", "models.SlugField()"),
        "unique no more": ("slug", "models.SlugField(db_index=False)"),
        "unique token no more": ("token", "models.UUIDField(default=uuid.uuid4)"),
        "a column": ("name", 'models.CharField(db_column="full name", max_length=50)'),
        "a column and a length": ("name", 'models.CharField(db_column="full", max_length=60)'),
        "an indexed column": ("label", 'models.CharField(db_column="mark", db_index=True, default="", max_length=20)'),
        "a checked column": ("age", 'models.PositiveIntegerField(db_column="years", default=0)'),
        "a collation": ("name", 'models.CharField(db_collation="C", max_length=50)'),
        "a comment": ("name", 'models.CharField(db_comment="the name", max_length=50)'),
        "the key": ("id", "models.AutoField(primary_key=True, serialize=False)"),
        "the key to a small one": ("id", "models.SmallAutoField(primary_key=True, serialize=False)"),
        "the key without identity": ("id", "models.BigIntegerField(primary_key=True, serialize=False)"),
        "unique that others point to": ("slug", "models.SlugField(max_length=80, unique=True)"),
        "default for once": ("email", 'models.EmailField(default="a@b", max_length=254), preserve_default=False'),
    }
    cases += [Case(f"alter {name}", alter(one, field)) for name, (one, field) in changes.items()]
    kept = {
        "gets a default": ("name", 'models.CharField(db_default="x", max_length=50)'),
        "to NOT NULL with a default that is kept": ("email", 'models.EmailField(db_default="x", max_length=254)'),
    }
    cases += [Case(f"alter {name}", alter(one, field), versions=NEW) for name, (one, field) in kept.items()]
    having = BASE + add("models.IntegerField(db_default=3)") + ","
    cases += [
        Case("alter a kept default", alter("new", "models.IntegerField(db_default=5)"), having, versions=NEW),
        Case(
            "alter no kept default",
            alter("new", "models.IntegerField(db_default=3, help_text='x')"),
            having,
            versions=NEW,
        ),
        Case("alter away a kept default", alter("new", "models.IntegerField()"), having, versions=NEW),
    ]
    relations = {
        "a foreign key to NULL": ("author", 'models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.author")'),
        "a foreign key to NOT NULL": (
            "editor",
            'models.ForeignKey(on_delete=models.CASCADE, related_name="edited", to="app.author")',
        ),
        "a foreign key to NOT NULL with a default": (
            "editor",
            'models.ForeignKey(default=1, on_delete=models.CASCADE, related_name="edited", to="app.author")',
        ),
        "what a foreign key does": (
            "author",
            'models.ForeignKey(on_delete=models.PROTECT, related_name="written", to="app.author")',
        ),
        "the default of a foreign key": (
            "author",
            'models.ForeignKey(default=1, on_delete=models.CASCADE, to="app.author")',
        ),
        "where a foreign key points": ("author", 'models.ForeignKey(on_delete=models.CASCADE, to="app.profile")'),
        "which field a foreign key points to": (
            "author",
            'models.ForeignKey(on_delete=models.CASCADE, to="app.author", to_field="slug")',
        ),
        "a foreign key without a constraint": (
            "author",
            'models.ForeignKey(db_constraint=False, on_delete=models.CASCADE, to="app.author")',
        ),
        "a foreign key with a constraint": (
            "loose",
            'models.ForeignKey(db_index=False, null=True, on_delete=models.CASCADE, related_name="+", to="app.author")',
        ),
        "a foreign key without an index": (
            "author",
            'models.ForeignKey(db_index=False, on_delete=models.CASCADE, to="app.author")',
        ),
        "a foreign key with an index": (
            "loose",
            'models.ForeignKey(db_constraint=False, null=True, on_delete=models.CASCADE, related_name="+", to="app.author")',
        ),
        "a foreign key to one to one": ("author", 'models.OneToOneField(on_delete=models.CASCADE, to="app.author")'),
        "a foreign key to a number": ("author", "models.BigIntegerField()"),
        "a number to a foreign key": (
            "pages",
            'models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="app.book")',
        ),
        "the column of a foreign key": (
            "author",
            'models.ForeignKey(db_column="writer", on_delete=models.CASCADE, to="app.author")',
        ),
        "many to many": ("fans", 'models.ManyToManyField(blank=True, related_name="liked", to="app.author")'),
        "whom many to many joins": ("fans", 'models.ManyToManyField(related_name="liked", to="app.profile")'),
        "the table of many to many": (
            "fans",
            'models.ManyToManyField(db_table="fans", related_name="liked", to="app.author")',
        ),
        "the key that others point to": ("id", "models.BigAutoField(primary_key=True, serialize=False)"),
    }
    cases += [Case(f"alter {name}", alter(one, field, "book")) for name, (one, field) in relations.items()]
    cases += [
        Case(
            "alter a key of text that others point to",
            alter("name", "models.CharField(max_length=60, primary_key=True, serialize=False)", "tag"),
        ),
        Case(
            "alter one to one to a foreign key",
            alter("new", 'models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.book")'),
            BASE + add('models.OneToOneField(null=True, on_delete=models.CASCADE, to="app.book")') + ",",
        ),
    ]
    return cases


def _models() -> list[Case]:
    plain = '("id", models.BigAutoField(primary_key=True)), ("x", models.IntegerField())'
    create = 'migrations.CreateModel("New", ['
    options = {
        "a table": 'options={"db_table": "other_table"}',
        "a table with a schema": """options={"db_table": 'public"."other'}""",
        "a comment": """options={"db_table_comment": "it's new"}""",
        "a tablespace": """options={
            "db_tablespace": "pg_default",
            "unique_together": {("x", "id")},
            "indexes": [models.Index(fields=["x"], name="new_x"), models.Index(fields=["x", "id"], name="new_both")],
            "constraints": [models.UniqueConstraint(fields=["x"], condition=Q(x__gt=1), name="c")],
        }""",
        "an index in a tablespace": 'options={"indexes": [models.Index(fields=["x"], name="new_x", db_tablespace="pg_default")]}',
        "an index": 'options={"indexes": [models.Index(fields=["-x"], name="new_x")]}',
        "unique together": 'options={"unique_together": {("x", "id")}}',
        "index together": 'options={"index_together": {("x", "id")}}',
        "a check": 'options={"constraints": [models.CheckConstraint(check=Q(x__gte=0), name="c")]}',
        "no management": 'options={"managed": False}',
        "a condition": 'options={"constraints": [models.UniqueConstraint(fields=["x"], condition=Q(x__gt=1), name="c")]}',
    }
    cases = [Case(f"create with {name}", f"{create}{plain}], {option})") for name, option in options.items()]
    fields = {
        "no key": '("x", models.IntegerField())',
        "a key of text": '("x", models.CharField(max_length=9, primary_key=True))',
        "a uuid key": '("x", models.UUIDField(default=uuid.uuid4, primary_key=True))',
        "everything": '("id", models.AutoField(primary_key=True)), ("a", models.CharField(max_length=3, unique=True)), ("b", models.PositiveIntegerField(db_index=True)), ("c", models.ForeignKey(on_delete=models.CASCADE, to="app.author")), ("d", models.ManyToManyField(to="app.tag")), ("e", models.SlugField())',
        "itself": f'{plain}, ("up", models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.new"))',
        "a long name that goes beyond what fits": '("id", models.AutoField(primary_key=True)), ("a_very_long_name_of_a_field_that_goes_on_and_on_for_ever", models.ForeignKey(on_delete=models.CASCADE, to="app.author"))',
        "a comment on a column": '("x", models.IntegerField(db_comment="a number"))',
    }
    cases += [Case(f"create with {name}", f"{create}{said}])") for name, said in fields.items()]
    cases += [
        Case(
            "create with a kept default",
            f'{create}("id", models.AutoField(primary_key=True)), ("x", models.IntegerField(db_default=1))], options={{"constraints": [models.CheckConstraint(condition=Q(x__gte=0), name="c")]}})',
            versions=NEW,
        ),
        Case(
            "create a proxy",
            f'{create}], options={{"proxy": True, "indexes": [], "constraints": []}}, bases=("app.author",))',
        ),
        Case(
            "create a child",
            f'{create}("author_ptr", models.OneToOneField(auto_created=True, on_delete=models.CASCADE, parent_link=True, primary_key=True, serialize=False, to="app.author")), ("x", models.IntegerField())], bases=("app.author",))',
        ),
        Case(
            "create ordered",
            f'{create}{plain}, ("a", models.ForeignKey(on_delete=models.CASCADE, to="app.author"))], options={{"order_with_respect_to": "a"}})',
        ),
        Case(
            "point to a proxy",
            add('models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.mask")', "book"),
            BASE
            + 'migrations.CreateModel("Mask", [], options={"proxy": True, "indexes": [], "constraints": []}, bases=("app.author",)),',
        ),
        Case(
            "point to a child",
            add('models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.kid")', "book"),
            BASE
            + 'migrations.CreateModel("Kid", [("author_ptr", models.OneToOneField(auto_created=True, on_delete=models.CASCADE, parent_link=True, primary_key=True, serialize=False, to="app.author"))], bases=("app.author",)),',
        ),
        Case("delete", 'migrations.DeleteModel("Profile")'),
        Case("delete with a table in between", 'migrations.DeleteModel(name="Book")'),
        Case("rename with nobody pointing", 'migrations.RenameModel("Profile", "Person")'),
        Case("rename with many pointing", 'migrations.RenameModel(old_name="Author", new_name="Writer")'),
        Case("rename with a table in between", 'migrations.RenameModel("Book", "Volume")'),
        Case(
            "rename with a table of its own",
            'migrations.RenameModel("Book", "Volume")',
            BASE.replace('options={\n    "unique_together"', 'options={\n    "db_table": "books", "unique_together"'),
        ),
        Case(
            "rename what others point to, with a table of its own",
            'migrations.RenameModel("Tag", "Mark")',
            BASE.replace(
                'serialize=False)),\n]),\nmigrations.CreateModel("Profile"',
                'serialize=False)),\n], options={"db_table": "tags"}),\nmigrations.CreateModel("Profile"',
            ),
        ),
        Case("a table", 'migrations.AlterModelTable("book", "books")'),
        Case(
            "a table by its name",
            'migrations.AlterModelTable(name="book", table=None)',
            BASE + 'migrations.AlterModelTable("book", "books"),',
        ),
        Case("a comment on a table", 'migrations.AlterModelTableComment("book", "what is read")'),
        Case(
            "no comment on a table",
            'migrations.AlterModelTableComment("book", None)',
            BASE + 'migrations.AlterModelTableComment("book", "x"),',
        ),
        Case("another unique together", 'migrations.AlterUniqueTogether("book", {("title", "pages")})'),
        Case("no unique together", 'migrations.AlterUniqueTogether(name="book", unique_together=set())'),
        Case(
            "one unique together more",
            'migrations.AlterUniqueTogether("book", {("title", "author"), ("pages", "editor")})',
        ),
        Case("index together", 'migrations.AlterIndexTogether("book", {("title", "pages")})', versions=OLD),
        Case(
            "no index together",
            'migrations.AlterIndexTogether("book", set())',
            BASE + 'migrations.AlterIndexTogether("book", {("title", "author")}),',
            versions=OLD,
        ),
        Case("order with respect to", 'migrations.AlterOrderWithRespectTo("book", "author")'),
        Case(
            "no order",
            'migrations.AlterOrderWithRespectTo("book", None)',
            BASE + 'migrations.AlterOrderWithRespectTo("book", "author"),',
        ),
        Case("options", 'migrations.AlterModelOptions("book", {"ordering": ["title"], "verbose_name": "B"})'),
        Case(
            "no management",
            'migrations.AlterModelOptions("book", {"managed": False}),\n'
            + add("models.IntegerField(null=True)", "book"),
        ),
        Case("managers", 'migrations.AlterModelManagers("book", [])'),
    ]
    return cases


def _columns() -> list[Case]:
    return [
        Case("remove", 'migrations.RemoveField("author", "bio")'),
        Case("remove a foreign key", 'migrations.RemoveField(model_name="book", name="editor")'),
        Case("remove many to many", 'migrations.RemoveField("book", "fans")'),
        Case("remove a foreign key without a constraint", 'migrations.RemoveField("book", "loose")'),
        Case("rename", 'migrations.RenameField("author", "name", "full_name")'),
        Case("rename a foreign key", 'migrations.RenameField("book", "editor", "corrector")'),
        Case("rename many to many", 'migrations.RenameField("book", "fans", "lovers")'),
        Case("rename what others point to", 'migrations.RenameField("tag", "name", "word")'),
        Case("rename an indexed one", 'migrations.RenameField(model_name="author", old_name="label", new_name="mark")'),
        Case(
            "rename one with a column",
            'migrations.RenameField("author", "new", "newer")',
            BASE + add('models.IntegerField(db_column="kept", null=True)') + ",",
        ),
        Case("rename one that is unique together", 'migrations.RenameField("book", "title", "heading")'),
        Case(
            "alter a renamed one",
            alter("mark", "models.CharField(default='', max_length=20)"),
            BASE + NEXT + 'migrations.RenameField("author", "label", "mark"),',
        ),
        Case(
            "alter a foreign key of a renamed model",
            alter(
                "editor",
                'models.ForeignKey(on_delete=models.CASCADE, related_name="edited", to="app.author")',
                "volume",
            ),
            BASE + NEXT + 'migrations.RenameModel("Book", "Volume"),',
        ),
        Case(
            "remove a foreign key of a renamed model",
            'migrations.RemoveField("volume", "author")',
            BASE
            + NEXT
            + 'migrations.AlterUniqueTogether("book", set()), '
            + NEXT
            + 'migrations.RenameModel("Book", "Volume"),',
        ),
        Case(
            "unique together of a renamed model",
            'migrations.AlterUniqueTogether("volume", set())',
            BASE + NEXT + 'migrations.RenameModel("Book", "Volume"),',
        ),
        Case(
            "not unique after a rename",
            alter("handle", "models.SlugField()"),
            BASE + NEXT + 'migrations.RenameField("author", "slug", "handle"),',
        ),
        Case(
            "unique twice",
            alter("name", "models.CharField(max_length=50)"),
            BASE + alter("name", "models.CharField(max_length=50, unique=True)") + ",",
        ),
        Case(
            "not positive after a rename",
            alter("years", "models.IntegerField(default=0)"),
            BASE + NEXT + 'migrations.RenameField("author", "age", "years"),',
        ),
        Case(
            "add two",
            add("models.IntegerField(null=True)")
            + ',\nmigrations.AddField("author", "newer", models.IntegerField(default=1))',
        ),
        Case(
            "remove a key",
            'migrations.RemoveField("author", "new")',
            BASE + add('models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.book")') + ",",
        ),
    ]


def _indexes() -> list[Case]:
    indexes = {
        "one field": 'models.Index(fields=["name"], name="i")',
        "two fields": 'models.Index(fields=["name", "-age"], name="i")',
        "a foreign key": 'models.Index(fields=["code"], name="i")',
        "a condition": 'models.Index(condition=Q(age__gt=3), fields=["name"], name="i")',
        "a condition of two": 'models.Index(condition=Q(active=True, age__lte=3), fields=["name"], name="i")',
        "a condition that is not": 'models.Index(condition=~Q(name="x"), fields=["name"], name="i")',
        "a condition that is not, of NULL": 'models.Index(condition=~Q(email="x"), fields=["name"], name="i")',
        "a condition of either": 'models.Index(condition=Q(age=1) | Q(code__isnull=True), fields=["name"], name="i")',
        "a condition of all": 'models.Index(condition=Q(age=1) & Q(code__isnull=False) & ~Q(name="y"), fields=["name"], name="i")',
        "a condition in a list": 'models.Index(condition=Q(name__in=["b", "a"]), fields=["age"], name="i")',
        "a condition of a pattern": 'models.Index(condition=Q(name__startswith="b"), fields=["age"], name="i")',
        "other columns": 'models.Index(fields=["name"], include=["age", "code"], name="i")',
        "a class": 'models.Index(fields=["name"], name="i", opclasses=["varchar_pattern_ops"])',
        "a function": 'models.Index(Lower("name"), name="i")',
        "a function downwards": 'models.Index(Lower("name").desc(), "age", name="i")',
        "F": 'models.Index(F("name").desc(nulls_last=True), name="i")',
        "a sum": 'models.Index(F("age") + F("code"), name="i")',
        "a function with a class": 'models.Index(OpClass(Upper("name"), name="varchar_pattern_ops"), name="i")',
        "gin": 'indexes.GinIndex(fields=["data"], name="i")',
        "gin with a class": 'indexes.GinIndex(fields=["name"], name="i", opclasses=["gin_trgm_ops"])',
        "gin with options": 'indexes.GinIndex(fastupdate=False, fields=["tags"], gin_pending_list_limit=64, name="i")',
        "brin": 'indexes.BrinIndex(autosummarize=True, fields=["joined"], name="i", pages_per_range=32)',
        "btree": 'indexes.BTreeIndex(fields=["age"], fillfactor=70, name="i")',
        "hash": 'indexes.HashIndex(fields=["name"], name="i")',
        "gist": 'indexes.GistIndex(fields=["name"], name="i", opclasses=["gist_trgm_ops"])',
        "spgist": 'indexes.SpGistIndex(fields=["name"], name="i")',
    }
    cases = [Case(f"index on {name}", index(said)) for name, said in indexes.items()]
    having = BASE + index('models.Index(fields=["name"], name="i")') + ","
    concurrently = 'postgres.AddIndexConcurrently(model_name="author", index=models.Index(fields=["name"], name="i"))'
    cases += [
        Case("index on a relation", index('models.Index(fields=["author", "pages"], name="i")', "book")),
        Case("index concurrently", concurrently, atomic=False),
        Case("no index", 'migrations.RemoveIndex("author", "i")', having),
        Case("no index concurrently", 'postgres.RemoveIndexConcurrently("author", "i")', having, atomic=False),
        Case("index under another name", 'migrations.RenameIndex("author", new_name="j", old_name="i")', having),
        Case(
            "index of a group under a name",
            'migrations.RenameIndex("book", new_name="j", old_fields=("title", "author"))',
            BASE.replace('"unique_together": {("title", "author")},', '"index_together": {("title", "author")},'),
        ),
    ]
    return cases


def _constraints() -> list[Case]:
    said = {
        "check": 'models.CheckConstraint(check=Q(age__gte=18), name="c")',
        "check of two": 'models.CheckConstraint(check=Q(age__gte=18, name="x"), name="c")',
        "check of either": 'models.CheckConstraint(check=Q(age__gte=18) | Q(name="x"), name="c")',
        "check of nested": 'models.CheckConstraint(check=Q(Q(age=1, name="a") | Q(age=2), active=True), name="c")',
        "check that is not": 'models.CheckConstraint(check=~Q(age=3), name="c")',
        "check that is neither": 'models.CheckConstraint(check=~(Q(age=3) | Q(name="x")), name="c")',
        "check of F": 'models.CheckConstraint(check=Q(age__lt=F("code")), name="c")',
        "check of a sum": 'models.CheckConstraint(check=Q(age__lt=F("code") + 1), name="c")',
        "check in a range": 'models.CheckConstraint(check=Q(age__range=(1, 9)), name="c")',
        "check in a list": 'models.CheckConstraint(check=Q(name__in=["a", "b"]), name="c")',
        "check of NULL": 'models.CheckConstraint(check=Q(email__isnull=False), name="c")',
        "check of None": 'models.CheckConstraint(check=Q(email=None) | Q(age=1), name="c")',
        "check of a boolean": 'models.CheckConstraint(check=Q(active=False), name="c")',
        "check of patterns": 'models.CheckConstraint(check=Q(name__contains="a", bio__iexact="b", label__endswith="c", slug__istartswith="d"), name="c")',
        "check of a regular expression": 'models.CheckConstraint(check=Q(name__regex="^a"), name="c")',
        "check of a decimal": 'models.CheckConstraint(check=Q(score__gt=decimal.Decimal("1.5")), name="c")',
        "check of a date": 'models.CheckConstraint(check=Q(joined__gt="2020-01-01T00:00:00Z"), name="c")',
        "check as it is written by hand": 'models.CheckConstraint(check=Q(("age__gte", 1), ("name", "x"), _connector="OR"), name="c")',
        "check with a function": 'models.CheckConstraint(check=Q(name=Lower("name")), name="c")',
        "unique": 'models.UniqueConstraint(fields=["name", "age"], name="c")',
        "unique with a long name": f'models.UniqueConstraint(fields=["name", "age"], name="{"long_name_" * 7}")',
        "unique with a condition and a long name": (
            f'models.UniqueConstraint(condition=Q(active=True), fields=["name"], name="{"long_name_" * 7}")'
        ),
        "unique with a condition": 'models.UniqueConstraint(condition=Q(active=True), fields=["name"], name="c")',
        "unique with other columns": 'models.UniqueConstraint(fields=["name"], include=["age"], name="c")',
        "unique with a class": 'models.UniqueConstraint(fields=["name"], name="c", opclasses=["varchar_pattern_ops"])',
        "unique of a function": 'models.UniqueConstraint(Lower("name"), "age", name="c")',
        "unique that is deferred": 'models.UniqueConstraint(deferrable=models.Deferrable.DEFERRED, fields=["name"], name="c")',
        "unique that is not deferred": 'models.UniqueConstraint(deferrable=models.Deferrable["IMMEDIATE"], fields=["name"], name="c")',
        "exclusion": 'ExclusionConstraint(expressions=[("name", RangeOperators.EQUAL), ("age", "=")], name="c")',
        "exclusion with a condition": 'ExclusionConstraint(condition=Q(active=True), deferrable=models.Deferrable.DEFERRED, expressions=[("name", "=")], name="c")',
    }
    cases = [Case(f"constraint: {name}", constraint(one)) for name, one in said.items()]
    new = {
        "condition": 'models.CheckConstraint(condition=Q(age__gte=18), name="c")',
        "lookups": 'models.CheckConstraint(condition=models.lookups.GreaterThan(F("age"), 18), name="c")',
        "nulls": 'models.UniqueConstraint(fields=["email"], name="c", nulls_distinct=False)',
        "nulls and a condition": 'models.UniqueConstraint(condition=Q(age=1), fields=["email"], name="c", nulls_distinct=False)',
    }
    cases += [Case(f"constraint: {name}", constraint(one), versions=NEW) for name, one in new.items()]
    having = BASE + constraint('models.CheckConstraint(check=Q(age__gte=18), name="c")') + ","
    unproven = 'postgres.AddConstraintNotValid("author", models.CheckConstraint(check=Q(age__gte=18), name="c"))'
    cases += [
        Case("no constraint: check", 'migrations.RemoveConstraint("author", "c")', having),
        Case("no constraint: unique", 'migrations.RemoveConstraint("book", "book_editor")'),
        Case("no constraint: unique with a condition", 'migrations.RemoveConstraint("book", "book_partial")'),
        Case("constraint that is not valid", unproven),
        Case("constraint that is valid", 'postgres.ValidateConstraint("author", "c")', BASE + unproven + ","),
        Case(
            "constraint with other words",
            'migrations.AlterConstraint("author", "c", models.CheckConstraint(condition=Q(age__gte=18), name="c", violation_error_message="no"))',
            having,
            versions=NEW,
        ),
    ]
    return cases


def _special() -> list[Case]:
    fill = "def fill(apps, schema_editor):\n    apps.get_model('app', 'Author').objects.all().update(age=3)\n"
    return [
        Case("sql", 'migrations.RunSQL("CREATE INDEX x ON app_author (age)", "DROP INDEX x")'),
        Case(
            "sql of two",
            'migrations.RunSQL("CREATE INDEX x ON app_author (age); CREATE INDEX y ON app_author (bio);", migrations.RunSQL.noop)',
        ),
        Case(
            "sql in a list",
            'migrations.RunSQL(["CREATE INDEX x ON app_author (age)", ("UPDATE app_author SET age = %s", [1])], reverse_sql=["DROP INDEX x"])',
        ),
        Case(
            "sql behind a new model, whose keys come last",
            'migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True)), ("text", models.TextField(db_index=True)), ("author", models.ForeignKey(on_delete=models.CASCADE, to="app.author"))], options={"indexes": [models.Index(fields=["text"], name="note_text")]}),\n'
            'migrations.RunSQL("UPDATE app_author SET age = 1"),\n'
            'migrations.AddField("Note", "book", models.ForeignKey(null=True, on_delete=models.CASCADE, to="app.book")),\n'
            'migrations.AddIndex("Note", models.Index(fields=["author"], name="note_author")),\n'
            'migrations.AddField("Author", "mail", models.CharField(db_index=True, max_length=9, null=True)),\n'
            'migrations.AlterField("Author", "code", models.BigIntegerField(db_index=True, null=True))',
        ),
        Case(
            "what is put off among operations of the database",
            'migrations.SeparateDatabaseAndState(database_operations=[migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True)), ("author", models.ForeignKey(on_delete=models.CASCADE, to="app.author"))]), migrations.RunSQL("UPDATE app_author SET age = 1")]),\n'
            'migrations.RunSQL("UPDATE app_author SET age = 2")',
        ),
        Case(
            "a key of several fields",
            'migrations.CreateModel("Pair", [("pk", models.CompositePrimaryKey("a", "b", blank=True, editable=False, primary_key=True, serialize=False)), ("a", models.IntegerField()), ("b", models.IntegerField())])',
            versions=("5.2",),
        ),
        Case(
            "sql that a squash may leave out",
            'migrations.RunSQL("UPDATE app_author SET age = 1", reverse_sql=migrations.RunSQL.noop, elidable=True)',
        ),
        Case("sql that is nothing", "migrations.RunSQL(migrations.RunSQL.noop, migrations.RunSQL.noop)"),
        Case(
            "sql with a percent sign",
            """migrations.RunSQL("UPDATE app_author SET bio = '100%' WHERE name LIKE 'a%'", "")""",
        ),
        Case(
            "sql of a constant",
            "migrations.RunSQL(STATEMENT, reverse_sql=STATEMENT)",
            before='STATEMENT = "UPDATE app_author SET age = 1"',
        ),
        Case("python that does nothing", "migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)"),
        Case(
            "both apart",
            'migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("ALTER TABLE app_author ADD COLUMN new int", "ALTER TABLE app_author DROP COLUMN new")], state_operations=['
            + add("models.IntegerField(null=True)")
            + "])",
        ),
        Case(
            "the database alone",
            "migrations.SeparateDatabaseAndState(database_operations=["
            + index('models.Index(fields=["age"], name="i")')
            + "])",
        ),
        Case(
            "models alone",
            'migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("author", "bio")])',
        ),
        Case(
            "after models alone",
            'migrations.AddField("author", "bio", models.IntegerField(null=True))',
            BASE
            + 'migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("ALTER TABLE app_author DROP COLUMN bio", "")], state_operations=[migrations.RemoveField("author", "bio")]),',
        ),
        Case(
            "two of the database",
            "migrations.SeparateDatabaseAndState(database_operations=["
            + add("models.IntegerField(null=True)")
            + ", "
            + alter("new", "models.BigIntegerField(null=True)")
            + "])",
        ),
        Case("extension", 'postgres.CreateExtension("unaccent")'),
        Case("extension by its class", "postgres.UnaccentExtension()"),
        Case("extension of trigrams", "postgres.BloomExtension()"),
        Case("collation of libc", 'postgres.CreateCollation("plain", "C")'),
        Case(
            "no collation", 'postgres.RemoveCollation("plain", "C")', BASE + 'postgres.CreateCollation("plain", "C"),'
        ),
        Case("python", "migrations.RunPython(fill, migrations.RunPython.noop)", before=fill),
        Case(
            "a class of the file's own",
            'Mine("author", models.Index(fields=["age"], name="i"))',
            before="class Mine(migrations.AddIndex):\n    pass\n",
        ),
        Case(
            "a loop",
            '*[migrations.AddField("author", name, models.IntegerField(null=True)) for name in ("one", "two")]',
        ),
        Case("outside of a transaction", add("models.IntegerField(db_index=True, default=1)"), atomic=False),
    ]


CASES = [*_fields(), *_altered(), *_models(), *_columns(), *_indexes(), *_constraints(), *_special()]
