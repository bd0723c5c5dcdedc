"""Fixes in Django's files, as somebody who knows Django would have typed them."""

from pathlib import Path

from towpath.frameworks.django.next_name import plain, suggested
from towpath.linter import Proposal, Workspace
from towpath.linter.opening import Project

FIRST = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True)),
                ("email", models.CharField(max_length=50, null=True)),
            ],
        ),
    ]
"""
HEAD = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
"""
FOLDER = "shop/migrations/"


def opened(root: Path, operations: str, version: str = "5.2") -> Workspace:
    made = Project(str(root)).workspace
    made.tree.hold("settings.py", 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n')
    made.tree.hold("requirements.txt", f"Django=={version}\n")
    made.tree.hold(f"{FOLDER}0001_initial.py", FIRST)
    body = "".join(f"        {line}\n" for line in operations.strip().splitlines())
    made.tree.hold(f"{FOLDER}0002_change.py", f"{HEAD}{body}    ]\n")
    made.refresh()
    return made


INDEX = 'migrations.AddIndex("order", models.Index(fields=["email"], name="order_email")),'


def proposal(made: Workspace, rule: str) -> Proposal:
    """What is proposed first for the first finding of a rule that has a proposal."""
    found = [one for report in made.check().files for one in report.findings if one.rule == rule]
    return next(proposals[0] for one in found if (proposals := made.proposals(one)))


def fixed(made: Workspace, rule: str) -> dict[str, str]:
    """The elements of `operations` in each file after that, without their indentation."""
    texts = proposal(made, rule).rewrite.texts(made.tree)
    lists = {path[len(FOLDER) :]: (text or "").partition("operations = [\n")[2] for path, text in texts.items()}
    return {path: "".join(f"{line[8:]}\n" for line in text.splitlines()[:-1]) for path, text in lists.items()}


def test_a_comment_stays_with_the_first_of_what_an_element_becomes(tmp_path: Path) -> None:
    made = opened(
        tmp_path, '# to look up\nmigrations.AddField("order", "at", models.DateField(db_index=True, null=True)),'
    )
    first, second = (text for _, text in sorted(fixed(made, "blocking-index").items()))
    assert first == '# to look up\nmigrations.AddField("order", "at", models.DateField(null=True)),\n'
    assert second.startswith("migrations.SeparateDatabaseAndState(\n")


def test_a_unique_text_takes_the_index_for_its_patterns_along(tmp_path: Path) -> None:
    made = opened(
        tmp_path, 'migrations.AlterField("order", "email", models.CharField(max_length=50, null=True, unique=True)),'
    )
    found = fixed(made, "blocking-unique")
    assert found["0002_change.py"] == (
        "migrations.RunSQL(\n    [\n"
        '        "CREATE UNIQUE INDEX CONCURRENTLY shop_order_email_37452a79_uniq ON shop_order (email)",\n'
        '        "CREATE INDEX CONCURRENTLY shop_order_email_37452a79_like '
        'ON shop_order (email varchar_pattern_ops)",\n'
        "    ],\n    reverse_sql=[\n"
        '        "DROP INDEX CONCURRENTLY shop_order_email_37452a79_like",\n'
        '        "DROP INDEX CONCURRENTLY IF EXISTS shop_order_email_37452a79_uniq",\n'
        "    ],\n),\n"
    )


def test_what_only_models_see_stays_behind_what_it_hangs_on(tmp_path: Path) -> None:
    index = 'migrations.AddIndex("order", models.Index(fields=["email"], name="order_email")),\n'
    options = 'migrations.AlterModelOptions("order", {"ordering": ["email"]}),\n'
    found = fixed(opened(tmp_path, index + ADD + options), "blocking-index")
    assert found["0002_change.py"] == ADD + options


ADD = 'migrations.AddField("order", "at", models.DateField(null=True)),\n'


def test_the_title_says_what_the_models_have_to_say(tmp_path: Path) -> None:
    made = opened(tmp_path, 'migrations.AddField("order", "state", models.JSONField(default=dict)),')
    found = proposal(made, "missing-database-default")
    assert found.title == "Leave the default in the database, and give order.state db_default={} in models.py"
    assert fixed(made, "missing-database-default")["0002_change.py"] == (
        'migrations.AddField(\n    "order", "state", models.JSONField(db_default={}, default=dict)\n),\n'
    )


def test_a_text_that_may_be_left_empty_is_so_in_the_database_as_well(tmp_path: Path) -> None:
    made = opened(tmp_path, "migrations.AddField('order', 'code', models.CharField(blank=True, max_length=9)),")
    assert fixed(made, "missing-database-default")["0002_change.py"] == (
        "migrations.AddField(\n    'order', 'code', models.CharField(blank=True, db_default='', max_length=9)\n),\n"
    )


def test_a_way_back_beside_its_sql_is_completed(tmp_path: Path) -> None:
    made = opened(
        tmp_path,
        "migrations.RunSQL(\n"
        '    ["ALTER TABLE shop_order ADD a text", "ALTER TABLE shop_order ADD b text"],\n'
        '    reverse_sql="ALTER TABLE shop_order DROP b",\n),',
    )
    assert (
        '    reverse_sql=["ALTER TABLE shop_order DROP b", "ALTER TABLE shop_order DROP COLUMN a"],\n'
        in (fixed(made, "incomplete-downgrade")["0002_change.py"])
    )


def test_an_index_that_a_constraint_took_over_goes_with_it(tmp_path: Path) -> None:
    made = opened(
        tmp_path,
        'migrations.RunSQL("CREATE UNIQUE INDEX u ON shop_order (email)", "DROP INDEX IF EXISTS u"),\n'
        "migrations.RunSQL(\n"
        '    "ALTER TABLE shop_order ADD CONSTRAINT u UNIQUE USING INDEX u",\n'
        '    "ALTER TABLE shop_order DROP CONSTRAINT u",\n),',
    )
    assert not [one for file in made.check().files for one in file.findings if one.rule == "incomplete-downgrade"]


def test_one_to_one_is_added_without_its_index(tmp_path: Path) -> None:
    field = 'models.OneToOneField("shop.order", models.CASCADE, null=True, related_name="+")'
    found = fixed(opened(tmp_path, f'migrations.AddField("order", "first", {field}),'), "blocking-unique")
    assert sorted(found)[0] == "0002_change.py"
    assert found["0002_change.py"].startswith('migrations.RunSQL("ALTER TABLE shop_order ADD COLUMN first_id bigint')


def test_code_has_no_where(tmp_path: Path) -> None:
    made = opened(
        tmp_path, "migrations.RunPython(lambda apps, _: apps.get_model('shop', 'Order').objects.update(email='')),"
    )
    (said,) = [one.message for file in made.check().files for one in file.findings if one.rule == "unfiltered-write"]
    assert said == "every row of shop_order is overwritten by this code"


def test_a_type_that_is_not_known_is_not_taken_for_a_domain(tmp_path: Path) -> None:
    made = opened(tmp_path, 'migrations.AddField("order", "size", measures.Size(null=True)),')
    assert not [one for file in made.check().files for one in file.findings if one.rule == "rewriting-default"]


def test_a_way_back_that_is_said_to_be_none_is_complete(tmp_path: Path) -> None:
    made = opened(tmp_path, 'migrations.RunSQL("ALTER TABLE shop_order ADD a text", migrations.RunSQL.noop),')
    assert not [one for file in made.check().files for one in file.findings if one.rule == "incomplete-downgrade"]


def test_what_was_done_to_rows_is_said_to_stay(tmp_path: Path) -> None:
    made = opened(tmp_path, "migrations.RunSQL(\"DELETE FROM shop_order WHERE email = ''\"),")
    assert fixed(made, "missing-downgrade")["0002_change.py"] == (
        "migrations.RunSQL(\n"
        "    \"DELETE FROM shop_order WHERE email = ''\",\n"
        "    # the rows that were deleted from shop_order are not kept anywhere\n"
        "    reverse_sql=migrations.RunSQL.noop,\n"
        "),\n"
    )


def test_before_django_knew_defaults_of_the_database_the_models_are_told_apart(tmp_path: Path) -> None:
    made = opened(tmp_path, 'migrations.AddField("order", "note", models.TextField(default="x")),', "4.2")
    assert fixed(made, "missing-database-default") == {
        "0002_change.py": (
            "migrations.SeparateDatabaseAndState(\n"
            "    database_operations=[\n"
            "        migrations.RunSQL(\n"
            "            \"ALTER TABLE shop_order ADD COLUMN note text DEFAULT 'x' NOT NULL\",\n"
            '            reverse_sql="ALTER TABLE shop_order DROP COLUMN note",\n'
            "        ),\n"
            "    ],\n"
            "    state_operations=[\n"
            '        migrations.AddField("order", "note", models.TextField(default="x")),\n'
            "    ],\n"
            "),\n"
        )
    }
    assert proposal(made, "missing-database-default").by_hand == ""


def test_new_files_have_the_names_that_django_would_suggest() -> None:
    add = 'migrations.AddField("Book", "title", models.TextField(null=True))'
    index = 'AddIndexConcurrently(model_name="book", index=models.Index(fields=["title"], name="Title_idx"))'
    renamed = 'migrations.RenameField("book", "publication", "published")'
    assert suggested([index]) == "book_title_idx"
    assert suggested([add, 'migrations.RemoveField(model_name="book", name="year")']) == "book_title_remove_book_year"
    assert suggested([add, index, renamed, add]) == "book_title_book_title_idx_and_more"
    assert suggested(['migrations.AlterUniqueTogether("Book", {("a", "b")})']) == "alter_book_unique_together"
    constraint = 'models.CheckConstraint(condition=models.Q(a=1), name="one")'
    assert suggested([f'AddConstraintNotValid("Book", {constraint})']) == "book_one_not_valid"


def test_new_files_of_code_have_the_names_that_people_would_give() -> None:
    add = 'migrations.AddField("Book", "title", models.TextField(null=True))'
    sql = 'migrations.RunSQL("select 1")'
    assert suggested([sql, add]) == suggested([add, sql]) == "book_title_and_more"
    assert suggested([sql]) == ""
    assert suggested(["migrations.RunPython(fill_titles, migrations.RunPython.noop)"]) == "fill_titles"
    assert suggested(["migrations.RunPython(update_titles)", add]) == "update_titles_book_title"
    assert [suggested([f"migrations.RunPython({name})"]) for name in ("forwards", "migrate_data", "_run", "a.b")] == [
        ""
    ] * 4


def test_new_files_do_not_have_the_digests_of_names() -> None:
    assert plain("validate_shop_order_user_id_0123abcd_fk_shop_user_id", "shop") == "validate_order_user_id_fk"
    assert plain("build_shop_order_user_id_0123abcd_uniq", "shop") == "build_order_user_id_uniq"
    assert plain("create_shop_order_user_id_0123abcd", "shop") == "create_order_user_id_index"
    assert plain("drop_order_note_0123abcd_like", "shop") == "drop_order_note_like"
    assert plain("validate_positive", "shop") == "validate_positive"
    assert plain("change_2", "shop") == "change_2"


def test_what_is_split_off_says_in_its_name_what_it_does(tmp_path: Path) -> None:
    index = 'AddIndexConcurrently("order", models.Index(fields=["email"], name="order_email")),'
    made = opened(tmp_path, f'migrations.AddField("order", "note", models.TextField(null=True)),\n{index}')
    concurrent = "from django.contrib.postgres.operations import AddIndexConcurrently\n"
    path = f"{FOLDER}0002_change.py"
    made.update(path, concurrent + (made.tree.text(path) or ""))
    assert sorted(fixed(made, "concurrent-in-transaction")) == ["0002_change.py", "0003_order_order_email.py"]


TWO = '"CREATE INDEX a ON shop_order (email); CREATE INDEX b ON shop_order (email)"'


def test_what_one_message_would_send_is_not_made_concurrent(tmp_path: Path) -> None:
    """PostgreSQL runs the statements of one text as a transaction, which refuses such."""
    made = opened(tmp_path, f'migrations.RunSQL({TWO}, "DROP INDEX b; DROP INDEX a"),')
    found = [one for file in made.check().files for one in file.findings if one.rule == "blocking-index"]
    assert len(found) == 2
    assert not any(made.proposals(one) for one in found)


def test_the_way_back_beside_sql_is_made_concurrent(tmp_path: Path) -> None:
    made = opened(tmp_path, 'migrations.RunSQL("CREATE INDEX CONCURRENTLY a ON shop_order (email)", "DROP INDEX a"),')
    path = f"{FOLDER}0002_change.py"
    made.update(path, (made.tree.text(path) or "").replace("    dependencies", "    atomic = False\n    dependencies"))
    assert fixed(made, "blocking-index-drop")["0002_change.py"] == (
        'migrations.RunSQL("CREATE INDEX CONCURRENTLY a ON shop_order (email)", "DROP INDEX CONCURRENTLY a"),\n'
    )


def test_indexes_of_a_field_stand_by_themselves_where_it_is_required_later(tmp_path: Path) -> None:
    made = opened(tmp_path, 'migrations.AlterField("order", "email", models.CharField(max_length=50, db_index=True)),')
    elements = fixed(made, "scanning-not-null")["0002_change.py"].split("migrations.RunSQL(\n    ")[1:]
    assert [one.split()[0] for one in elements] == ['"ALTER', '"CREATE', '"CREATE']
    assert ["DROP" in one for one in elements] == [True, True, True]


def test_comments_among_the_arguments_stay_what_they_are(tmp_path: Path) -> None:
    sql = '"ALTER TABLE shop_order ADD a text"'
    short = opened(tmp_path, f"migrations.RunSQL(\n    # why\n    {sql},  # what\n    elidable=True),")
    assert fixed(short, "missing-downgrade")["0002_change.py"] == (
        f"migrations.RunSQL(\n    # why\n    {sql},  # what\n    elidable=True,\n"
        '    reverse_sql="ALTER TABLE shop_order DROP COLUMN a",\n),\n'
    )
    spread = opened(tmp_path, f"migrations.RunSQL(\n    {sql}\n    # behind\n),")
    assert fixed(spread, "missing-downgrade")["0002_change.py"] == (
        f'migrations.RunSQL(\n    {sql},\n    # behind\n    reverse_sql="ALTER TABLE shop_order DROP COLUMN a"\n),\n'
    )


def test_a_field_is_given_more_behind_its_comments(tmp_path: Path) -> None:
    def given(field: str) -> str:
        made = opened(tmp_path, f'migrations.AddField("order", "state", models.TextField({field})),')
        return fixed(made, "missing-database-default")["0002_change.py"].partition("TextField(")[2]

    assert given('\n    null=False,\n    default="",  # why\n') == (
        '\n    null=False,\n    default="",  # why\n    db_default="",\n)),\n'
    )
    assert given('\n    null=False,\n    default=""  # why\n') == (
        '\n    null=False,\n    default="",  # why\n    db_default=""\n)),\n'
    )
    assert given('\n    null=False,\n    default="",\n    # why\n') == (
        '\n    null=False,\n    default="",\n    # why\n    db_default="",\n)),\n'
    )
    assert given('null=False, default="",  # why\n') == 'null=False, default="",  # why\n    db_default="",\n)),\n'


def test_a_squashed_migration_keeps_to_what_it_stands_for(tmp_path: Path) -> None:
    """Databases that ran what it replaces would run what is split off once more."""
    made = opened(tmp_path, INDEX)
    path = f"{FOLDER}0002_change.py"
    replacing = 'replaces = [("shop", "0002_a"), ("shop", "0003_b")]\n    dependencies'
    made.update(path, (made.tree.text(path) or "").replace("dependencies", replacing))
    found = {one.rule: one for report in made.check().files for one in report.findings}
    assert made.proposals(found["blocking-index"]) == ()
    assert made.withheld(found["blocking-index"]).startswith("databases that have run what this migration replaces")
    assert made.proposals(found["missing-lock-timeout"])


def test_what_is_split_off_runs_before_what_the_whole_ran_before(tmp_path: Path) -> None:
    made = opened(tmp_path, f'migrations.AddField("order", "note", models.TextField(null=True)),\n{INDEX}')
    path = f"{FOLDER}0002_change.py"
    before = '    run_before = [("other", "0001_initial")]\n'
    made.update(path, (made.tree.text(path) or "").replace("    operations", f"{before}    operations"))
    found = proposal(made, "blocking-index").rewrite.creates
    assert [text.count(before) for text in found.values()] == [1]


def test_what_only_python_knows_is_not_written(tmp_path: Path) -> None:
    made = opened(tmp_path, 'migrations.RunSQL(f"ALTER TABLE {settings.TABLE} ADD a text"),')
    found = [one for report in made.check().files for one in report.findings if one.rule == "missing-downgrade"]
    assert [made.proposals(one) for one in found] == [()]


def test_a_model_that_is_renamed_in_sql_is_called_back_as_well(tmp_path: Path) -> None:
    many = 'migrations.CreateModel("Note", [("order", models.ForeignKey("shop.order", models.CASCADE))]),\n'
    made = opened(tmp_path, "")
    made.tree.hold(f"{FOLDER}0002_change.py", f"{HEAD}        {many}    ]\n")
    renamed = HEAD.replace("0001_initial", "0002_change")
    made.tree.hold(f"{FOLDER}0003_rename.py", f'{renamed}        migrations.RenameModel("Order", "Sale"),\n    ]\n')
    made.refresh()
    said = fixed(made, "scanning-foreign-key")["0003_rename.py"]
    forth, back = said.split("reverse_sql=[")
    assert '"ALTER TABLE shop_order RENAME TO shop_sale"' in forth
    assert back.partition("]")[0].rstrip().endswith('"ALTER TABLE shop_sale RENAME TO shop_order",')
