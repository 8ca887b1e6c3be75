"""How the command line says that something went wrong: one text for people, one object for programs."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence

import typer

from fingerpost.errors import FingerpostError
from fingerpost.interfaces.cli.output import print_json

INTERRUPTED = 130
UNEXPECTED = 70


class UsageError(FingerpostError):
    """The command was typed in a way it doesn't understand."""

    slug = "usage"
    exit_code = 2


class UnexpectedError(FingerpostError):
    """A fault of ours: something no check foresaw."""

    slug = "unexpected"
    exit_code = UNEXPECTED


def wants_json(arguments: Sequence[str]) -> bool:
    """Return whether ``--json`` was typed. Read from the words themselves, since parsing may be what failed."""
    words = list(arguments)
    if "--" in words:
        words = words[: words.index("--")]
    return "--json" in words


def report(problem: FingerpostError, *, as_json: bool) -> int:
    """Say what went wrong, on standard error for people or as a problem object on standard output for programs.

    Args:
        problem: the error, with its place and its fix.
        as_json: whether ``--json`` was asked for.

    Returns:
        The code the process ends with.
    """
    if as_json:
        print_json(problem_object(problem))
    else:
        print(f"Error: {problem}", file=sys.stderr)  # noqa: T201 -- this is the command line's own voice
    return problem.exit_code


def problem_object(problem: FingerpostError) -> dict[str, object]:
    """Return the error as the API's problems are written (RFC 9457), with the exit code in place of a status."""
    return {
        "type": f"urn:fingerpost:problem:{problem.slug}",
        "title": problem.slug.replace("-", " ").capitalize(),
        "detail": problem.what,
        "where": problem.where,
        "fix": problem.fix,
        "exit_code": problem.exit_code,
    }


def usage(problem: typer.TyperException) -> UsageError:
    """Return the parser's complaint as one of our errors, naming the command whose help explains it."""
    context = getattr(problem, "ctx", None)
    command = getattr(context, "command_path", "fingerpost")
    return UsageError(
        problem.format_message().strip(), where=str(command), fix=f"'{command} --help' shows what it takes"
    )


def unexpected(problem: Exception, command: str = "fingerpost") -> UnexpectedError:
    """Return any other exception as one of our errors. Its type only: its text may hold what somebody asked."""
    return UnexpectedError(
        f"something went wrong that Fingerpost did not foresee ({type(problem).__name__})",
        fix=f"run it again as '{command} --debug …' and send us what it prints",
    )


def run_command(
    command: Callable[[], object], *, name: str, as_json: bool = False, debug: Callable[[], bool] = lambda: False
) -> int:
    """Run a command and return the code its process should end with. Nobody meets a traceback they did not ask for.

    Args:
        command: runs it; its return value is the code, where that is a number.
        name: what was typed to run it.
        as_json: whether ``--json`` was asked for.
        debug: says, once the command has failed, whether ``--debug`` was asked for.
    """
    try:
        code = command()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except typer.TyperException as problem:
        return report(usage(problem), as_json=as_json)
    except Exception as problem:  # noqa: BLE001 -- whatever it was, it is said in words
        if debug():
            traceback.print_exc()
        said = problem if isinstance(problem, FingerpostError) else unexpected(problem, name)
        return report(said, as_json=as_json)
    if code == INTERRUPTED and not as_json:
        sys.stderr.write("\nStopped.\n")
    return code if isinstance(code, int) else 0
