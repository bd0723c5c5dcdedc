"""Which database a folder of migrations is for, where no configuration says so, and what told it."""

from collections.abc import Iterator, Sequence

from towpath.frameworks import dialects, manifests
from towpath.project import Evidence, Tree

Told = tuple[tuple[str, ...], tuple[Evidence, ...]]


def by_name(names: Sequence[str], folder: str) -> Told:
    """The databases that a folder is named after."""
    return tuple(names), tuple(Evidence(f"{name}: a folder is named so", folder) for name in names)


def told(tree: Tree, folder: str, paths: Sequence[str]) -> Told:
    """The database: by a folder's name, by statements in the files, by the driver that a manifest names."""
    if name := dialects.of_folder(folder):
        return by_name([name], folder)
    if words := dialects.of_statements(_texts(tree, paths)):
        return _by_words(words, folder)
    if driver := manifests.driver(tree, folder):
        return (driver.name,), (Evidence(f"{driver.name}: its driver is named", driver.path),)
    if words := dialects.of_hints(_texts(tree, paths)):
        return _by_words(words, folder)
    return (), (Evidence("nothing tells which database the migrations are for", folder),)


def _texts(tree: Tree, paths: Sequence[str]) -> Iterator[str]:
    return (text for path in paths if path.endswith(".sql") and (text := tree.text(path)))


def _by_words(words: tuple[str, str], folder: str) -> Told:
    return (words[0],), (Evidence(f"{words[0]}: statements say “{words[1]}”", folder),)
