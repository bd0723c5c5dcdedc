"""Where an application names a table or a column, by what its files say."""

import pytest

from towpath.models import Application, Wanted, key
from towpath.operations import Name
from towpath.project import Found, Runner, Tree

EMPTY = "/nonexistent-towpath-folder"
FOLDERS = {"django": "", "rails": "db/migrate", "prisma": "prisma/migrations"}


def used(
    files: dict[str, str], column: str | None, framework: str = "flyway", table: str = "users", dialect: str = ""
) -> list[str]:
    """The texts in the places that name something, each with its path."""
    tree = Tree(EMPTY, files)
    found = Found(framework, FOLDERS.get(framework, "db/migration"), (), Runner(framework), dialect=dialect)
    uses = Application(tree).uses(found, key(Wanted(Name(table), column)))
    return [f"{use.path}: {use.span.of(files[use.path])}" for use in uses]


def rails(body: str, column: str = "nick") -> list[str]:
    path = "app/models/user.rb"
    return [
        one.removeprefix(f"{path}: ")
        for one in used({path: f"class User < ApplicationRecord\n{body}\nend\n"}, column, "rails")
    ]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("validates :name, :nick, presence: true", [":nick"]),
        ("validates :name, uniqueness: { scope: [:nick] }", [":nick"]),
        ("enum :nick, { a: 0 }", [":nick"]),
        ("enum nick: { a: 0 }", ["nick"]),
        ("scope :some, -> { where(nick: nil).order(:nick) }", ["nick", ":nick"]),
        ("def self.some = User.where.not(nick: 1)", ["nick"]),
        ('self.primary_key = "nick"', ['"nick"']),
        ("alias_attribute :called, :nick", [":nick"]),
        ('scope :some, -> { where("users.nick IS NULL") }', ["users.nick"]),
        # What belongs to another table, or is the class's own.
        ("has_many :orders, -> { where(nick: 1) }", []),
        ("scope :some, -> { merge(Order.where(nick: 1)) }", []),
        ("alias_attribute :nick, :called", []),
        ("attribute :nick\nvalidates :nick, presence: true", []),
        ("belongs_to :nick, foreign_key: :nick_code\nvalidates :nick, associated: true", []),
        ("self.ignored_columns = %w[nick]\nvalidates :nick, presence: true", []),
        ("# nick\nX = 'nick'", []),
    ],
)
def test_rails(body: str, names: list[str]):
    assert rails(body) == names


def test_the_key_of_what_a_model_belongs_to():
    assert rails("belongs_to :account", "account_id") == [":account"]
    assert rails("belongs_to(:account)", "account_id") == [":account"]
    assert rails("belongs_to :account, foreign_key: :owner_id", "account_id") == []
    assert rails("belongs_to :account, foreign_key: :owner_id", "owner_id") == [":owner_id"]


def test_the_class_of_a_table_of_rails():
    files = {"app/models/person.rb": "class Person < ApplicationRecord\n  self.table_name = 'users'\nend\n"}
    assert used(files, None, "rails") == ["app/models/person.rb: Person"]


MODELS = """
class Base(models.Model):
    nick = models.TextField()
    class Meta:
        abstract = True

class User(models.Model):
    nick = models.TextField()
    team = models.ForeignKey("Team", models.CASCADE)
    called = models.CharField(db_column="title")
    total = MoneyField(amount_field="cents")
    friends = models.ManyToManyField("User")

class Short(User):
    class Meta:
        proxy = True
"""


@pytest.mark.parametrize(
    ("column", "names"),
    [("nick", ["nick"]), ("team_id", ["team"]), ("title", ["called"]), (None, ["User"])]
    + [(column, []) for column in ("team", "called", "total", "friends", "friends_id")],
)
def test_django(column: str | None, names: list[str]):
    found = used({"shop/models.py": MODELS}, column, "django", "shop_user")
    assert found == [f"shop/models.py: {name}" for name in names]


@pytest.mark.parametrize(
    "body",
    [
        "nick = models.TextField()",
        "nick: str = models.TextField()",
        "age = models.IntegerField(); nick = models.TextField()",
        "nick \\\n        = models.TextField()",
        'other = models.TextField("é", db_column="nick")',
    ],
)
def test_a_file_of_django_is_passed_over_only_where_it_cannot_have_the_field(body: str) -> None:
    path = "shop/models.py"
    files = {path: f"class User(models.Model):\n    {body}\n"}
    assert len(used(files, "nick", "django", "shop_user")) == 1
    assert used(files, "nick", "django", "shop_order") == []


def test_a_line_of_a_text_that_looks_like_a_class_ends_none():
    body = 'class User(models.Model):\n    """\nclass of its own\n    """\n    nick = models.TextField()\n'
    assert used({"shop/models.py": body}, "nick", "django", "shop_user") == ["shop/models.py: nick"]


def test_an_app_of_django_may_have_another_label_and_a_table_another_name():
    files = {
        "apps/shop/models/user.py": MODELS,
        "apps/shop/apps.py": "class ShopConfig(AppConfig):\n    label = 'store'\n",
        "other/models.py": f"{MODELS.partition('class Short')[0]}    class Meta:\n        db_table = 'people'\n",
    }
    assert used(files, "nick", "django", "store_user") == ["apps/shop/models/user.py: nick"]
    assert used(files, "nick", "django", "shop_user") == []
    assert used(files, "nick", "django", "people") == ["other/models.py: nick"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("class User(Base):\n    __tablename__ = 'users'\n    nick = Column(Text)\n", ["nick"]),
        ("class User(Base):\n    __tablename__ = 'users'\n    nick: Mapped[str]\n", ["nick"]),
        ("class User(Base):\n    __tablename__ = 'users'\n    called = mapped_column('nick', Text)\n", ["called"]),
        ("class User(SQLModel, table=True):\n    __tablename__ = 'users'\n    nick: str\n", ["nick"]),
        ("users = sa.Table('users', meta, sa.Column('nick', Text))\n", ["sa.Column('nick', Text)"]),
        ("class User(Base):\n    __tablename__ = 'users'\n    nick = Column('called', Text)\n", []),
        ("class User(Base):\n    __tablename__ = 'users'\n    nick: Mapped[X] = relationship()\n", []),
        ("class Guest(Base):\n    __tablename__ = 'guests'\n    nick = Column(Text)\nusers = 'users'\n", []),
        ("users = sa.Table('users', meta, sa.Column('nick', Text), schema='old')\n", ["sa.Column('nick', Text)"]),
    ],
)
def test_sqlalchemy(text: str, names: list[str]):
    assert used({"shop/tables.py": text}, "nick") == [f"shop/tables.py: {name}" for name in names]


def test_names_that_follow_from_classes_count_where_alembic_makes_the_tables():
    files = {
        "shop/tables.py": "class ShopUser(db.Model):\n    nick = db.Column(Text)\n",
        "shop/more.py": "class Users(SQLModel, table=True):\n    nick: str\n",
    }
    assert used(files, "nick", "alembic", "shop_user") == ["shop/tables.py: nick"]
    assert used(files, "nick", "alembic") == ["shop/more.py: nick"]
    assert used(files, "nick") == []


PRISMA = """
model Person {
  id Int @id
  called String @map("nick") // nick
  nick Order[]
  @@map("users")
}
model Order {
  nick Int
}
"""


@pytest.mark.parametrize(("column", "names"), [("nick", ["called"]), (None, ["Person"]), ("called", [])])
def test_prisma(column: str | None, names: list[str]):
    found = used({"prisma/schema.prisma": PRISMA}, column, "prisma")
    assert found == [f"prisma/schema.prisma: {name}" for name in names]


@pytest.mark.parametrize(
    "statement",
    [
        "select id, nick from users",
        "SELECT u.nick FROM guests g JOIN users u ON u.id = g.user_id",
        "update users set nick = $1",
        "insert into users (id, nick) values (1, 2)",
        "delete from public.users where nick is null",
        "with a as (select 1) select users.nick from users, a",
        "select * from (select nick from users) t",
        "select users.nick from (users join guests on true)",
    ],
)
def test_a_statement_that_names_the_column(statement: str):
    assert used({"shop/queries.py": f'ALL = """{statement}"""\n'}, "nick") == ["shop/queries.py: nick"]
    assert used({"src/Queries.java": f'String all = "{statement}";'}, "nick") == ["src/Queries.java: nick"]
    assert used({"queries/all.sql": f"select 1;\n{statement};\n"}, "nick") == ["queries/all.sql: nick"]


@pytest.mark.parametrize(
    "statement",
    [
        "select id from users",
        "select nick from guests join users on true",
        "select g.nick from guests g join users u on true",
        "select nick from guests where name = 'users'",
        "select id as nick from users",
        "select nick(id) from users",
        "select nick from old.users",
        "the nick of users",
        "users nick",
    ],
)
def test_a_text_that_does_not(statement: str):
    files = {"shop/queries.py": f'ALL = """{statement}"""\n', "src/Queries.java": f'String all = "{statement}";'}
    tree = Tree(EMPTY, files)
    found = Found("flyway", "db/migration", (), Runner("flyway"))
    assert Application(tree).uses(found, key(Wanted(Name("users", "public"), "nick"))) == ()


def test_texts_with_computed_parts_and_of_several_pieces():
    files = {
        "shop/a.py": 'x = f"select nick, {more} from users"\ny = "select nick " "from users"\n',
        "shop/b.rb": "x = <<~SQL\n  select nick, #{more} from users\nSQL\n",
        "shop/c.ts": "const x = await prisma.$queryRaw`select ${more}, nick from users`;\n",
    }
    assert used(files, "nick") == ["shop/a.py: nick", "shop/a.py: nick", "shop/b.rb: nick", "shop/c.ts: nick"]


def test_words_between_letters_of_other_languages():
    files = {"shop/a.py": "x = 'select «nick», größe from users'\n"}
    assert used(files, "größe") == ["shop/a.py: größe"]
    assert used({"shop/a.py": "x = 'select nick from users'  # “users”, größe\n"}, "nick") == ["shop/a.py: nick"]


def test_names_are_read_as_the_database_reads_them():
    files = {"src/q.ts": 'const x = `SELECT "Nick" FROM users`;'}
    assert used(files, "Nick", dialect="postgresql") == ['src/q.ts: "Nick"']
    assert used(files, "Nick", dialect="mysql") == []


def test_what_is_not_the_application_is_not_looked_at():
    text = 'ALL = "select nick from users"\n'
    paths = ["tests/a.py", "shop/test_a.py", "node_modules/a/a.ts", "venv/a.py", "old_migrations/a.py", "db/schema.rb"]
    assert used(dict.fromkeys(paths, text), "nick") == []
    dump = "create table users (id int);\ninsert into users (nick) values (1);\n"
    assert used({"db/dump.sql": dump}, "nick") == []


def test_each_file_is_of_the_nearest_series():
    text = 'ALL = "select nick from users"\n'
    files = {"services/a/x.py": text, "services/b/x.py": text, "shared/x.py": text}
    tree = Tree(EMPTY, files)
    one, two = (
        Found("flyway", f"services/{name}/db", (), Runner("flyway"), dialect="postgresql") for name in ("a", "b")
    )
    application, wanted = Application(tree), key(Wanted(Name("users"), "nick"))
    application.among([one, two])
    assert [use.path for use in application.uses(one, wanted)] == ["services/a/x.py", "shared/x.py"]
    # What is for a database that is not read may have the same tables: nobody knows which are meant.
    application.among([one, Found("sql", "clickhouse", (), Runner("sql"))])
    assert [use.path for use in application.uses(one, wanted)] == ["services/a/x.py", "services/b/x.py"]


def test_what_was_found_is_the_very_same_until_a_file_says_otherwise():
    tree = Tree(EMPTY, {"shop/a.py": 'x = "select nick from users"\n', "shop/b.py": "x = 1\n"})
    application, wanted = Application(tree), key(Wanted(Name("users"), "nick"))
    found = Found("flyway", "db/migration", (), Runner("flyway"))
    before = application.uses(found, wanted)
    tree.hold("shop/b.py", "x = 2\n")
    application.forget("shop/b.py")
    assert application.uses(found, wanted) is before
    tree.hold("shop/a.py", 'x = "select name from users"\n')
    application.forget("shop/a.py")
    assert application.uses(found, wanted) == ()
