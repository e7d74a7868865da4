"""Parses the command line."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from typing import IO, Literal, Mapping, Sequence

from ..address import room_url

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130

JOIN_TIMEOUT_S = 30.0
MAX_OUTAGE_S = 300.0
TAIL_MESSAGES = 20
HISTORY_MESSAGES = 50

_EPILOG = """\
URL is the room's URL, as in a browser: https://chat.example/r/tea (ws:// and wss:// work too).
Set MAJLIS_TOKEN in the environment to join as a known member, and MAJLIS_KEY to join with the key of an invitation or the
owner key; neither is ever part of a URL.

exit codes:
  0    success; for send: everything is stored
  1    the room refused or could not be reached; for send: something is not stored
  2    usage error
  130  interrupted
"""

_SEND_EPILOG = """\
Without TEXT, or with "-", each line of standard input is a message:
  make test | python -m majlis send https://chat.example/r/builds -
Empty lines are skipped; colors and other control sequences are removed. Lines wait while the connection is lost; past
--max-outage the program names those that may not be stored, and exits with 1.
"""


@dataclass(frozen=True)
class Options:
    """The parsed command line. ``timeout_s`` bounds the join, and ``max_outage_s`` the wait for a lost connection, both in
    seconds; ``before`` is a seq."""

    command: Literal["join", "send", "tail", "history"]
    url: str
    name: str | None
    token: str | None
    key: str | None
    as_json: bool
    timeout_s: float
    max_outage_s: float = MAX_OUTAGE_S
    text: str | None = None
    """the message to send; None for the lines of standard input"""
    count: int = TAIL_MESSAGES
    before: int | None = None
    follow: bool = True


class _Parser(argparse.ArgumentParser):
    def print_help(self, file: IO[str] | None = None) -> None:
        """Prints the help. Raises OSError if it cannot be written, which argparse would ignore."""
        out = file or sys.stdout
        out.write(self.format_help())
        out.flush()


def parse_options(
    arguments: Sequence[str], *, environment: Mapping[str, str] = os.environ, is_stdin_a_terminal: bool = False
) -> Options:
    """Parses ``arguments``, and MAJLIS_TOKEN and MAJLIS_KEY from ``environment``.

    Raises SystemExit after printing the reason (code 2) or the help (code 0), and OSError if the help cannot be written.
    """
    parser = _parser()
    # Words of a message after an option are left over: argparse takes positionals only in one piece.
    parsed, left_over = parser.parse_known_args(arguments)
    words: list[str] = [*getattr(parsed, "text", []), *left_over]
    if left_over and (parsed.command != "send" or any(len(word) > 1 and word[0] == "-" for word in left_over)):
        parser.error(f"unrecognized arguments: {' '.join(left_over)}")
    reads_stdin = words in ([], ["-"])
    try:
        # In a terminal of another encoding (LANG=C) Python keeps bytes beyond ASCII as surrogates.
        text = " ".join(words).encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        parser.error("the TEXT is not UTF-8")
    if parsed.command == "send" and not words and is_stdin_a_terminal:
        parser.error('nothing to send: give a TEXT, or "-" to type lines')
    return Options(
        command=parsed.command,
        url=parsed.url,
        name=parsed.name,
        token=environment.get("MAJLIS_TOKEN") or None,
        key=environment.get("MAJLIS_KEY") or None,
        as_json=parsed.json,
        timeout_s=parsed.timeout,
        max_outage_s=getattr(parsed, "max_outage", MAX_OUTAGE_S),
        text=None if reads_stdin else text,
        count=getattr(parsed, "count", TAIL_MESSAGES),
        before=getattr(parsed, "before", None),
        follow=getattr(parsed, "follow", True),
    )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="majlis",
        description="Chat rooms at the terminal. A room is a URL.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    join = _command(commands, "join", "show a room, and send each line you type")
    _max_outage(join, "after the end of the input ")
    send = _command(commands, "send", "send a message, or each line of standard input", _SEND_EPILOG)
    send.add_argument("text", nargs="*", metavar="TEXT", help="the message; its words are joined by spaces")
    _max_outage(send)
    tail = _command(commands, "tail", "print the newest messages, then follow")
    tail.add_argument(
        "-n",
        dest="count",
        type=_count,
        default=TAIL_MESSAGES,
        metavar="N",
        help="number of messages to start with (default: %(default)s)",
    )
    tail.add_argument(
        "-f",
        "--follow",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="keep printing new messages (on by default)",
    )
    history = _command(commands, "history", "print past messages, oldest first")
    history.add_argument(
        "--limit",
        dest="count",
        type=_count,
        default=HISTORY_MESSAGES,
        metavar="N",
        help="number of messages (default: %(default)s)",
    )
    history.add_argument("--before", type=_seq, metavar="SEQ", help="only messages before this sequence number")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, help: str, more: str = ""
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=help,
        description=f"{help[0].upper()}{help[1:]}.",
        epilog="\n".join(filter(None, [more, _EPILOG])),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("url", metavar="URL", type=_room, help="the room")
    command.add_argument("--name", help="your name as a guest")
    command.add_argument("--json", action="store_true", help="print events as JSON, one object per line")
    command.add_argument(
        "--timeout",
        type=_seconds,
        default=JOIN_TIMEOUT_S,
        metavar="SECONDS",
        help="give up joining after this (default: %(default)g)",
    )
    return command


def _max_outage(command: argparse.ArgumentParser, when: str = "") -> None:
    command.add_argument(
        "--max-outage",
        type=_seconds,
        default=MAX_OUTAGE_S,
        metavar="SECONDS",
        help=f"{when}give up what is not stored after so long without a connection (default: %(default)g)",
    )


def _room(text: str) -> str:
    try:
        return room_url(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _integer(text: str, minimum: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 16 and int(text) >= minimum):
        raise argparse.ArgumentTypeError(f"must be an integer of at least {minimum}")
    return int(text)


def _count(text: str) -> int:
    return _integer(text, 0)


def _seq(text: str) -> int:
    return _integer(text, 1)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError("must be a number of seconds above 0")
    return seconds
