"""What a change of a column's type costs on MySQL and MariaDB: what it was decides."""

from towpath.databases.claims import Claim
from towpath.operations import AlterColumnType, Statement, Type, replace
from towpath.schema import Lookup, Table
from towpath.source import pattern

# How many bytes one character takes at most.
_BYTES = {
    "latin1": 1,
    "ascii": 1,
    "binary": 1,
    "utf8": 3,
    "utf8mb3": 3,
    "ucs2": 2,
    "utf16": 4,
    "utf32": 4,
    "utf8mb4": 4,
}
_CHARSET = pattern(r"(?:character\s+set|charset|char\s+set)\s*=?\s*['\"]?(\w+)", 2)
# A varchar of at most so many bytes keeps its length in one byte, a longer one in two.
_ONE_BYTE = 255
_UTF8, _UTF8MB4 = ("utf8", "utf8mb3"), "utf8mb4"
_CHARSETS = ("alter table convert to character set", "alter table default character set")
_LISTS = ("enum", "set")
_TEXTS = frozenset(("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"))


def changed_type(operation: AlterColumnType, state: Lookup) -> Claim:
    roles = {"table": (operation.table,)}
    table = state.table(operation.table)
    column = table.column(operation.column) if table else None
    if column is None or column.type is None:
        said = f"what {operation.table}.{operation.column} was is not in the files, taken as something else"
        return Claim(("change type",), roles, (said,))
    old, new = column.type, operation.type
    usual, converted = _usual(table) if table else ("", False)
    before = usual if converted else _charset(column.storage) or usual
    after = _charset(operation.storage) or (before if operation.storage is None else usual)
    if before in _UTF8 and after == _UTF8MB4 and old.name == new.name == "varchar":
        return _widened(operation, old, new, table)
    if before and after and before != after:
        return Claim(("change charset",), roles)
    if before != after and new.name in _TEXTS:
        said = f"the character set of {operation.table}.{operation.column} is not in the files, taken as another one"
        return Claim(("change charset",), roles, (said,))
    if old == new:
        return Claim(("change collation" if column.collation != operation.collation else "set default",), roles)
    if old.name == new.name == "varchar":
        return _lengthened(operation, after, old, new)
    if old.name == new.name and new.name in _LISTS:
        appended = new.arguments[: len(old.arguments)] == old.arguments and _same_room(old, new)
        return Claim(("append enum value" if appended else "insert enum value",), roles)
    return Claim(("change type",), roles)


def _lengthened(operation: AlterColumnType, charset: str, old: Type, new: Type) -> Claim:
    """A longer varchar: where its length takes another byte, each row changes; how wide a character is decides."""
    roles = {"table": (operation.table,)}
    lengths = [int(one.arguments[0]) if one.arguments and one.arguments[0].isdigit() else -1 for one in (old, new)]
    if -1 in lengths or lengths[1] < lengths[0]:
        return Claim(("change type",), roles)
    width = _BYTES.get(charset)
    crossing = {lengths[0] * one <= _ONE_BYTE < lengths[1] * one for one in ([width] if width else [1, 3, 4])}
    if crossing == {False}:
        return Claim(("lengthen varchar",), roles)
    named = f"{operation.table}.{operation.column}"
    said = f"the character set of {named} is not in the files, taken as one in which the length needs a second byte"
    return Claim(("lengthen varchar: another length byte",), roles, () if crossing == {True} else (said,))


def _widened(operation: AlterColumnType, old: Type, new: Type, table: Table | None) -> Claim:
    """From three bytes a character to four: what is stored is the same, but MySQL's indexes are not."""
    longer = _lengthened(operation, _UTF8MB4, replace(old, arguments=_bytes_of(old)), new)
    indexed = table is not None and any(operation.column in index.columns for index in table.indexes)
    fact = "widen utf8: indexed" if indexed else "widen utf8"
    return longer if longer.facts != ("lengthen varchar",) else longer._replace(facts=(fact,))


def _bytes_of(varchar: Type) -> tuple[str, ...]:
    """The length that takes as many bytes where each character has four."""
    length = varchar.arguments[0] if varchar.arguments else ""
    return (str(int(length) * 3 // 4),) if length.isdigit() else ()


def _usual(table: Table) -> tuple[str, bool]:
    """The character set of columns that have none of their own, and whether all columns were converted to it.

    Where only the table's was changed, columns of before keep another one than those that come later: it is not known.
    """
    said = [one for one in table.said if isinstance(one, Statement) and one.kind in _CHARSETS]
    if not said:
        return _charset(table.options), False
    converted = said[-1].kind == _CHARSETS[0]
    return _charset(said[-1].text) if converted else "", converted


def _charset(storage: str | None) -> str:
    found = _CHARSET.search(storage or "")
    return found[1].lower() if found else ""


def _same_room(old: Type, new: Type) -> bool:
    """Whether the values are kept in as many bytes: an enum of up to 255 in one, a set in one for each eight."""
    if old.name == "enum":
        return (len(old.arguments) > _ONE_BYTE) == (len(new.arguments) > _ONE_BYTE)
    return (len(old.arguments) + 7) // 8 == (len(new.arguments) + 7) // 8
