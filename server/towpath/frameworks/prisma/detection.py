"""What a folder of Prisma's migrations is found by, and what it runs on."""

import re
from collections.abc import Iterator, Sequence

from towpath.frameworks import dialects
from towpath.frameworks.manifests import above
from towpath.frameworks.prisma.naming import FILE
from towpath.frameworks.prisma.splitting import splits
from towpath.frameworks.prisma.version import installed
from towpath.project import Evidence, Found, Runner, Tree
from towpath.source import pattern

LOCK = "migration_lock.toml"

_STAMPED = pattern(r"\d{14}_")
_LOCK_PROVIDER = pattern(r"^\s*provider\s*=\s*\"(\w+)\"", re.M)
_SCHEMA_PROVIDER = pattern(r"\bdatasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*\"(\w+)\"")


def found_at(tree: Tree, folder: str, files: Sequence[str]) -> Found | None:
    """The series in a folder; None where neither its lock file nor the names of its migrations are Prisma's."""
    prefix = f"{folder}/" if folder else ""
    stamped = next((path for path in files if _STAMPED.match(path[len(prefix) :])), None)
    evidence: list[Evidence] = []
    if tree.has(prefix + LOCK):
        evidence.append(Evidence("Prisma's lock file", prefix + LOCK))
    if stamped:
        evidence.append(Evidence(f"named as Prisma names migrations: {stamped[len(prefix) :]}", stamped))
    if not evidence:
        return None
    database = next(_providers(tree, prefix), None)
    if database:
        evidence.append(database)
    version = installed(tree, folder)
    apart = splits(version.number if version else None)
    if version:
        how = "sends each statement by itself" if apart else "sends each file as one message"
        evidence.append(Evidence(f"Prisma {version.number} {how}", version.path))
    dialect = database.said.partition(":")[0] if database else None
    return Found(
        "prisma",
        folder,
        tuple(files),
        Runner(
            "prisma",
            "statement" if apart else "migration",
            version.number if version else None,
            late="runs",
            checksum="bytes",
        ),
        (dialect,) if dialect else (),
        tuple(evidence),
        configuration=tuple(dict.fromkeys(one.path for one in evidence if not one.path.endswith(FILE))),
    )


def _providers(tree: Tree, prefix: str) -> Iterator[Evidence]:
    """The database that the lock file names, or the nearest schema."""
    if found := _LOCK_PROVIDER.search(tree.text(prefix + LOCK) or "" if tree.has(prefix + LOCK) else ""):
        yield Evidence(f"{_dialect(found[1])}: the provider", prefix + LOCK)
    for nearer in above(prefix.rstrip("/")):
        for path in tree.under(nearer.rstrip("/")):
            if path.endswith(".prisma") and (found := _SCHEMA_PROVIDER.search(tree.text(path) or "")):
                yield Evidence(f"{_dialect(found[1])}: the provider", path)


def _dialect(provider: str) -> str:
    return dialects.named(provider) or provider
