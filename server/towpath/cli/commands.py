"""The commands and their options, as click has them."""

from collections.abc import Callable, Sequence
from typing import Any

import click

import towpath

INTERRUPTED = 130
Serve = Callable[[tuple[str, int] | None], int]

PATH = click.Path(path_type=str)
EXAMPLES = """\b
  towpath check                      the project's migrations
  towpath check db/migration         one folder
  towpath check --diff V7__tags.sql  the safe fixes of one file, as a diff
  towpath explain blocking-index     why a rule says what it says
"""


def run(arguments: Sequence[str], serve: Serve) -> int:
    """Runs a command line; the exit status. `serve` starts the language server, for an address or None."""
    try:
        status: Any = _commands(serve).main(list(arguments), standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else 0


def _commands(serve: Serve) -> click.Group:
    group = click.Group(
        "towpath",
        help=f"Finds what would hurt a live database in migration files, and fixes it.\n\n{EXAMPLES}",
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        commands=[_check, _show, _graph, _explain, _doctor, _test, _server(serve)],
    )
    return click.version_option(towpath.__version__, prog_name="towpath", message="%(prog)s %(version)s")(group)


def _names(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Options that may be given several times, and hold several names with commas between them."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _databases(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    from towpath.databases import database

    names = _names(context, parameter, values)
    for name in names:
        if database(name) is None:
            raise click.BadParameter(f'"{name}" is no database; expected a text like "postgresql@15"')
    return names


def _listed(option: str, help: str) -> Callable[[Any], Any]:
    return click.option(option, multiple=True, metavar="NAMES", callback=_names, help=help)


_database = click.option(
    "--database",
    multiple=True,
    metavar="NAME",
    callback=_databases,
    help="What the migrations run on, as in postgresql@15, instead of what is configured or detected.",
)


@click.command("check", short_help="Say what would hurt, and mend what can be mended.")
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH]...")
@click.option("--fix", is_flag=True, help="Apply the safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: all fixes, each finding's first.")
@click.option("--diff", is_flag=True, help="Show as a diff what --fix would change, and change nothing.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@click.option("--output-file", type=PATH, help="Write the report to a file.")
@click.option("--statistics", is_flag=True, help="Only count how often each rule spoke.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--base", metavar="REF", help="The branch or commit whose migrations have landed.")
@click.option("--all", "everything", is_flag=True, help="Judge every migration, also those that have landed.")
@_listed("--select", "The only rules or families that run.")
@_listed("--extend-select", "Rules or families that run as well.")
@_listed("--ignore", "Rules or families that do not run.")
@_database
@click.option("--stdin-filename", type=PATH, help="Read one file from standard input; this is its path.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "hint"]),
    help="The least severity with which to fail; by default warning.",
)
def _check(paths: tuple[str, ...], **options: Any) -> int:
    """Say what would hurt in the files that are named, in the folders, or in the whole project.

    \b
    Exit status:
      0  nothing at or above --fail-on
      1  findings
      2  wrong usage or configuration
      3  a defect of Towpath; all other files and rules were reported
    """
    from towpath.cli.check import Check, check

    return check(Check(paths, **options))


@click.command("show", short_help="Show what each statement does: SQL, locks, what undoes it.")
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH...")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", help="How to show it.")
@_database
def _show(paths: tuple[str, ...], format: str, database: tuple[str, ...]) -> int:
    """Show each operation: the SQL that will run, its locks, who waits, and what undoes it."""
    from towpath.cli.show import show

    return show(paths, format, database)


@click.command("graph", short_help="Show the order of the migrations: parents, heads, what has landed.")
@click.argument("paths", nargs=-1, type=PATH, metavar="[PATH]...")
@click.option("--format", type=click.Choice(["text", "json", "dot", "mermaid"]), default="text", help="How to show it.")
@click.option("--base", metavar="REF", help="The branch or commit whose migrations have landed.")
def _graph(paths: tuple[str, ...], format: str, base: str | None) -> int:
    """Show which migration comes behind which, which ones are the last, and what has landed."""
    from towpath.cli.graph import graph

    return graph(paths, format, base)


@click.command("explain", short_help="Show a rule's page, or all rules.")
@click.argument("rule", required=False)
def _explain(rule: str | None) -> int:
    """Show the page of a rule; without a name, all rules by family."""
    from towpath.cli.explain import explain

    return explain(rule)


@click.command("doctor", short_help="Say what was detected, and why.")
@click.argument("path", default=".", type=PATH)
def _doctor(path: str) -> int:
    """Say what was detected and why: systems, databases, runners, configuration, versions."""
    from towpath.cli.doctor import doctor

    return doctor(path)


@click.command("test", short_help="Run the examples of a rule pack.")
@click.argument("pack", default="towpath")
def _test(pack: str) -> int:
    """Run the examples in the pages of a rule pack: ours, or another by its entry point in towpath.rules."""
    from towpath.cli.test import test

    return test(pack)


def _server(serve: Serve) -> click.Command:
    @click.command("server", short_help="Start the language server.")
    @click.option("--stdio", is_flag=True, help="Speak over standard input and output; so it is anyway.")
    @click.option("--tcp", metavar="HOST:PORT", callback=_address, help="Wait for a client at an address.")
    def server(stdio: bool, tcp: tuple[str, int] | None) -> int:
        """Start the language server, for an editor that starts it."""
        return serve(tcp)

    return server


def _address(_: click.Context, __: click.Parameter, text: str | None) -> tuple[str, int] | None:
    if text is None:
        return None
    host, _colon, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise click.BadParameter(f'"{text}" is no address; expected a text like "127.0.0.1:4389"')
    return host.strip("[]"), int(port)
