"""What was detected in a project, and why."""

from collections.abc import Iterator, Sequence

from towpath.linter.loaded import Loaded
from towpath.project import Configuration
from towpath.project.values import Found
from towpath.reports.base import base_of
from towpath.reports.files import Files
from towpath.reports.shown import shown


def doctor(
    root: str, loaded: Sequence[Loaded], configurations: Sequence[Configuration], files: Files, versions: Sequence[str]
) -> Iterator[str]:
    """The lines of the report: versions, then each series with its configuration, then what could not be read."""
    return map(shown, _lines(root, loaded, configurations, files, versions))


def _lines(
    root: str, loaded: Sequence[Loaded], configurations: Sequence[Configuration], files: Files, versions: Sequence[str]
) -> Iterator[str]:
    yield from versions
    yield f"root: {root}"
    yield f"base: {base_of(loaded)}"
    if not loaded:
        yield ""
        yield "no migrations were found"
    for one, configuration in zip(loaded, configurations):
        yield ""
        yield from _series(one.found, files)
        yield _line("database", _databases(one, configuration))
        path = configuration.path
        yield _line("configuration", files.name(path) if path else "none, the defaults hold")
    if files.tree.problems:
        yield ""
    for path, problem in files.tree.problems:
        yield f"{files.name(path)}: {problem}"


def _databases(one: Loaded, configuration: Configuration) -> str:
    names = [f"{known.dialect}@{known.version}" if known.version else known.dialect for known in one.databases]
    if not names:
        return 'not known; name it in towpath.toml: database = "postgresql@15"'
    return ", ".join(names) + (", by the configuration" if configuration.databases else ", as detected")


def _series(found: Found, files: Files) -> Iterator[str]:
    runner = found.runner
    count = len(found.files)
    yield f"{files.name(found.folder)}: {found.framework}, {count:,} {'file' if count == 1 else 'files'}"
    for evidence in found.evidence:
        yield _line("because", evidence.said + (f" ({files.name(evidence.path)})" if evidence.path else ""))
    version = f" {runner.version}" if runner.version else ", version not known"
    yield _line("runner", f"{runner.name}{version}, one transaction for each {runner.scope}")
    timeouts = [
        f"{name} {value}"
        for name, value in (("lock_timeout", runner.lock_timeout), ("statement_timeout", runner.statement_timeout))
        if value
    ]
    yield _line("timeouts", ", ".join(timeouts) or "none are set outside of the migrations")
    if runner.concurrent_needs:
        yield _line("note", f"CREATE INDEX CONCURRENTLY waits for {runner.name} without {runner.concurrent_needs}")
    for path in dict.fromkeys(found.configuration):
        yield _line("reads", files.name(path))


def _line(name: str, text: str) -> str:
    return f"  {name + ':':<15}{text}"
