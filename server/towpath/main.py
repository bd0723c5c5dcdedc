"""The console script: opens a door, and answers for what goes wrong behind it."""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from towpath.cli.wrong import UsageError

if TYPE_CHECKING:
    from towpath.linter.opening import Project

WRONG, DEFECT, INTERRUPTED = 2, 3, 130
_FLAGS = ("--all", "--exit-zero")


def main() -> None:
    """Runs the command line and exits."""
    gc.disable()  # What a run makes it keeps, and looking for what nobody keeps costs a tenth of it, or a fifth.
    for stream in (sys.stdout, sys.stderr):
        # A file may hold what the terminal's encoding does not.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    status = run(sys.argv[1:])
    sys.stderr.flush()
    # Whatever a run has made goes with its process; to take it apart piece by piece would cost a tenth of the run.
    os._exit(status)


def run(arguments: Sequence[str]) -> int:
    """What a command line comes to, as its exit status."""
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except UsageError as error:
        sys.stderr.write(f"towpath: {error}\n")
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output went away; Python would complain once more when it closes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        sys.stderr.write(f"towpath: a defect of Towpath: {_named(error)}\n")
        return DEFECT
    return status


def _run(arguments: Sequence[str]) -> int:
    if _is_plain_check(arguments):
        from towpath.cli.check import Check, check

        paths = tuple(argument for argument in arguments[1:] if argument not in _FLAGS)
        return check(Check(paths, exit_zero="--exit-zero" in arguments, everything="--all" in arguments))
    from towpath.cli.commands import run as run_command

    return run_command(arguments, serve)


def _is_plain_check(arguments: Sequence[str]) -> bool:
    """Whether it is `check` with paths and plain flags, for which reading options would double the time to start."""
    flagged = (argument for argument in arguments if argument.startswith("-"))
    return arguments[:1] == ["check"] and all(argument in _FLAGS for argument in flagged)


def serve(address: tuple[str, int] | None) -> int:
    """The language server, at an address or on standard input and output, until its client leaves."""
    import towpath
    from towpath.lsp.start import serve as start

    return start(towpath.__version__, _project, address)


def _project(root: str, settings: Mapping[str, Any]) -> "Project":
    from towpath.linter.opening import Project

    return Project(root, settings)


def _named(error: Exception) -> str:
    """An error by its kind, its message and the line of ours where it came up."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" ({os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})" if trace else ""
    return f"{type(error).__name__}: {error}{where}"


if __name__ == "__main__":
    main()
