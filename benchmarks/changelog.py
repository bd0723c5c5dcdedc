"""What a changelog of Liquibase of one megabyte costs: our own processor time to open it, and for a key in it."""

import random
import tempfile
import time
from pathlib import Path
from statistics import quantiles

PATH = "db/changelog/db.changelog-master.xml"
SIZE = 1_000_000
KEYS = 40
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">\n'
)
_TABLE = """        <createTable tableName="order_{0}">
            <column name="id" type="bigint" autoIncrement="true">
                <constraints primaryKey="true" nullable="false"/>
            </column>
            <column name="customer_id" type="bigint"/>
            <column name="note" type="varchar(255)"/>
        </createTable>
"""
_COLUMN = """        <addColumn tableName="order_{0}">
            <column name="extra_{1}" type="text"/>
        </addColumn>
"""
_INDEX = """        <createIndex indexName="ix_{1}" tableName="order_{0}">
            <column name="customer_id"/>
        </createIndex>
"""
_KEY = (
    '        <addForeignKeyConstraint constraintName="fk_{1}" baseTableName="order_{0}" baseColumnNames="customer_id" '
    'referencedTableName="order_0" referencedColumnNames="id"/>\n'
)
# Change sets of one change each, of ten tables, and one of all.
SHAPES = {"small change sets": 0, "change sets of ten tables": 10, "one change set": SIZE}


def text(tables: int) -> str:
    """A changelog whose change sets make so many tables, or do one thing each."""
    parts = [_HEAD]
    size = number = 0
    while size < SIZE:
        changes = [_TABLE.format(number) if tables else _one(number)]
        while len(changes) < tables and size + len(changes) * len(_TABLE) < SIZE:
            changes.append(_TABLE.format(number + len(changes)))
        parts.append(f'    <changeSet id="{number}" author="anna">\n{"".join(changes)}    </changeSet>\n')
        size += len(parts[-1])
        number += len(changes)
    return "".join((*parts, "</databaseChangeLog>\n"))


def _one(number: int) -> str:
    """What one change set does: makes a table, or changes the one before."""
    return (_TABLE, _COLUMN, _INDEX, _KEY)[number % 4].format(number // 4 * 4, number)


def measure(tables: int, landed: bool) -> dict[str, float]:
    """Milliseconds of processor time to open it and for a key anywhere; `landed`: nothing of it is judged any more."""
    # Not in the process that others are started from: it would seem theirs.
    from towpath.linter.opening import Project
    from towpath.lsp.collecting import reading, seldom

    said = text(tables)
    last = said.rpartition('changeSet id="')[2].partition('"')[0]
    with tempfile.TemporaryDirectory(prefix="towpath-bench-") as folder:
        (Path(folder) / PATH).parent.mkdir(parents=True)
        (Path(folder) / PATH).write_text(said, encoding="utf-8")
        settings = f'database = "postgresql"\nstart-after = "{PATH}::{last}::anna"\n' if landed else ""
        (Path(folder) / "towpath.toml").write_text(settings, encoding="utf-8")
        seldom()
        workspace = Project(folder).workspace
        started = time.process_time()
        with reading():
            report = workspace.report(PATH)
            opened = time.process_time() - started
        assert report.judged is not landed
        chosen, took = random.Random(1), list[float]()
        for _ in range(KEYS):
            at = said.index("customer_id", chosen.randrange(len(said) - 10_000)) + len("cust")
            for typed in (f"{said[:at]}x{said[at:]}", said):
                started = time.process_time()
                workspace.update(PATH, typed)
                workspace.report(PATH)
                took.append(1000 * (time.process_time() - started))
    cuts = quantiles(took, n=20)
    return {"opening, ms": 1000 * opened, "a key, ms (p50)": cuts[9], "p95": cuts[18]}
