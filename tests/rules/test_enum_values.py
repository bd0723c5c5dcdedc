"""Values of enums that are used too early, beyond the page and what a server answers."""

from rules.mended import mended
from rules.told import RULES, texts, told
from towpath.databases import database
from towpath.linter import Settings

RULE = "enum-value-in-transaction"
ORDERS = "create type status as enum ('open'); create table orders (id bigint primary key, state status);"
ADDED = "alter type status add value 'sent';"
# It stays when what follows fails.
AGAIN = "alter type status add value if not exists 'sent';"


def on(version: str) -> Settings:
    found = database(f"postgresql@{version}")
    assert found
    return Settings(RULES, databases=(found,))


def test_before_version_12_adding_alone_is_refused() -> None:
    (found,) = told(RULE, ADDED, ORDERS, on("11"))
    assert (found.text, found.message) == (
        "'sent'",
        "PostgreSQL 11 refuses this in a transaction, and the runner opens one",
    )
    assert found.fixes == ("Add it outside of the transaction",)
    assert told(RULE, ADDED, ORDERS, on("12")) == []
    assert told(RULE, ADDED, ORDERS, on("11"), outside=True) == []


def test_before_version_12_a_type_of_the_same_transaction_takes_values() -> None:
    assert told(RULE, f"create type mood as enum ('sad'); {ADDED.replace('status', 'mood')}", "", on("11")) == []


def test_until_version_16_a_value_of_a_new_type_cannot_be_used_either() -> None:
    new = (
        "create type mood as enum ('sad'); alter type mood add value 'glad'; create table days (m mood default 'glad')"
    )
    assert texts(RULE, new, "", on("16")) == ["'glad'"]
    assert texts(RULE, new, "", on("17")) == []


def test_what_comes_before_uses_nothing() -> None:
    assert texts(RULE, f"update orders set state = 'open' where id = 1; {ADDED}", ORDERS) == []


def test_a_table_that_is_not_known_may_have_such_a_column() -> None:
    (found,) = told(RULE, f"{ADDED} update letters set state = 'sent' where id = 1;", ORDERS)
    assert found.severity == "warning"


def test_in_a_body_nothing_can_leave_the_transaction() -> None:
    text = "do $$ begin alter type status add value 'sent'; update orders set state = 'sent' where id = 1; end $$"
    (found,) = told(RULE, text, ORDERS)
    assert found.fixes == ()


def test_the_value_goes_before_all_that_does_not_decide_what_its_type_is() -> None:
    files = {
        "m/1_orders.up.sql": ORDERS,
        "m/2_sent.up.sql": f"set lock_timeout = '5s';\nalter table orders add at date;\n{ADDED}\n"
        "update orders set state = 'sent' where id = 1;\n",
    }
    assert mended(RULE, files, "m/2_sent.up.sql") == {
        "m/2_sent.up.sql": f"{AGAIN}\n",
        "m/3_sent_2.up.sql": "set lock_timeout = '5s';\nalter table orders add at date;\n"
        "update orders set state = 'sent' where id = 1;\n",
    }


def test_the_value_stays_behind_what_decides_what_its_type_is() -> None:
    files = {
        "m/1_orders.up.sql": ORDERS,
        "m/2_sent.up.sql": f"alter type status rename value 'open' to 'new';\n{ADDED}\n"
        "update orders set state = 'sent' where id = 1;\n",
    }
    assert mended(RULE, files, "m/2_sent.up.sql") == {
        "m/2_sent.up.sql": "alter type status rename value 'open' to 'new';\n",
        "m/3_sent_2.up.sql": f"{AGAIN}\n",
        "m/4_sent_3.up.sql": "update orders set state = 'sent' where id = 1;\n",
    }
