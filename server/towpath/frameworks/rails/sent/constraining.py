"""ALTER TABLE: what each call on a constraint sends."""

from collections.abc import Iterator

from towpath.frameworks.rails.sent import constraints, names
from towpath.frameworks.rails.sent.asked import Action, Altered, Asked, condition
from towpath.frameworks.rails.sent.columns import options_of
from towpath.syntax.ruby import is_dict


def add_foreign_key(asked: Asked) -> Iterator[Altered]:
    said = constraints.foreign_key(asked.owner, asked.name(0), asked.options, asked.version)
    unproven = constraints.unproven(asked.options) if asked.version.is_postgresql else ""
    yield Action(f"ADD {said}{unproven}", guard=condition(asked), flags=asked.flag("valid", "validate"))


def remove_foreign_key(asked: Asked) -> Iterator[Altered]:
    if asked.version.is_mysql:
        yield Action(f"DROP FOREIGN KEY {names.quoted(_pointing(asked, removing=True))}", guard=condition(asked))
        return
    exists = "IF EXISTS " if asked.options.get("if_exists") is True else ""
    yield Action(f"DROP CONSTRAINT {exists}{names.quoted(_pointing(asked, removing=True))}")


def _pointing(asked: Asked, removing: bool = False) -> str:
    """The name of the foreign key that a call means: to a table, on a column, or by its name."""
    said = asked.at(0)
    options = {**options_of(said), **asked.options}
    target = options.get("to_table") if said is None or is_dict(said) else said
    given, to = names.text(options.get("name")), names.text(target)
    columns = tuple(names.texts(options.get("column")))
    usual = (names.pointing(to),) if to and (asked.version.usual_keys or not removing) else columns
    known = None if given else asked.known.key(asked.owner, to, columns, usual)
    return known or constraints.foreign_key_name(asked.owner, to, options)


def validate_foreign_key(asked: Asked) -> Iterator[Altered]:
    yield Action(f"VALIDATE CONSTRAINT {names.quoted(_pointing(asked))}")


def validate_constraint(asked: Asked) -> Iterator[Altered]:
    yield Action(f"VALIDATE CONSTRAINT {names.quoted(asked.name(0))}")


def add_check(asked: Asked) -> Iterator[Altered]:
    said = constraints.check(asked.owner, asked.name(0), asked.options, asked.version)
    yield Action(f"ADD {said}", guard=condition(asked), flags=asked.flag("valid", "validate"))


def _checked(asked: Asked) -> str:
    said = asked.at(0) if isinstance(asked.at(0), str) else asked.options.get("expression")
    return constraints.check_name(asked.owner, names.text(said), asked.options)


def remove_check(asked: Asked) -> Iterator[Altered]:
    if asked.version.is_mysql:
        words = "DROP CONSTRAINT" if asked.version.dialect == "mariadb" else "DROP CHECK"
        yield Action(f"{words} {names.quoted(_checked(asked))}", guard=condition(asked))
        return
    exists = "IF EXISTS " if asked.options.get("if_exists") is True else ""
    yield Action(f"DROP CONSTRAINT {exists}{names.quoted(_checked(asked))}")


def validate_check(asked: Asked) -> Iterator[Altered]:
    yield Action(f"VALIDATE CONSTRAINT {names.quoted(_checked(asked))}")


def add_exclusion(asked: Asked) -> Iterator[Altered]:
    yield Action(f"ADD {constraints.exclusion(asked.owner, asked.name(0), asked.options)}")


def remove_exclusion(asked: Asked) -> Iterator[Altered]:
    name = constraints.exclusion_name(asked.owner, asked.name(0), asked.options)
    yield Action(f"DROP CONSTRAINT {names.quoted(name)}")


def add_unique(asked: Asked) -> Iterator[Altered]:
    yield Action(f"ADD {constraints.unique(asked.owner, asked.at(0), asked.options)}")


def remove_unique(asked: Asked) -> Iterator[Altered]:
    name = constraints.unique_name(asked.owner, asked.at(0), asked.options)
    yield Action(f"DROP CONSTRAINT {names.quoted(name)}")
