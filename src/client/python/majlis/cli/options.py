"""What the command line says."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from typing import Literal, Mapping, Sequence

from ..address import room_url

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130

JOIN_TIMEOUT_S = 30.0
TAIL_MESSAGES = 20
HISTORY_MESSAGES = 50

_EPILOG = """\
URL is the room's, as in a browser: https://chat.example/r/tea (ws:// and wss:// work too).
The environment variable MAJLIS_TOKEN holds your token, if you have one; it is never part of a URL.

exit codes:
  0    done; for send: everything is stored
  1    the room refused, or could not be reached; for send: something is not stored
  2    the command line is wrong
  130  interrupted
"""

_SEND_EPILOG = """\
Without TEXT, or with "-", each line of standard input is a message, for instance:
  make test | python -m majlis send https://chat.example/r/builds -
Empty lines are skipped, and colours and other control sequences are taken out.
"""


@dataclass(frozen=True)
class Options:
    command: Literal["join", "send", "tail", "history"]
    url: str
    name: str | None
    token: str | None
    as_json: bool
    timeout_s: float
    text: str | None = None
    """what to send; None for the lines of standard input"""
    count: int = TAIL_MESSAGES
    before: int | None = None
    follow: bool = True


def parse_options(
    arguments: Sequence[str], *, environment: Mapping[str, str] = os.environ, is_stdin_a_terminal: bool = False
) -> Options:
    """Raises SystemExit (2, or 0 for ``--help``), after it has printed why."""
    parser = _parser()
    # Words of a message that come after an option are left over: argparse takes them only in one piece.
    parsed, left_over = parser.parse_known_args(arguments)
    words: list[str] = [*getattr(parsed, "text", []), *left_over]
    if left_over and (parsed.command != "send" or any(len(word) > 1 and word[0] == "-" for word in left_over)):
        parser.error(f"unrecognized arguments: {' '.join(left_over)}")
    reads_stdin = words in ([], ["-"])
    if parsed.command == "send" and not words and is_stdin_a_terminal:
        parser.error('nothing to send: give a TEXT, or "-" to type lines')
    return Options(
        command=parsed.command,
        url=parsed.url,
        name=parsed.name,
        token=environment.get("MAJLIS_TOKEN") or None,
        as_json=parsed.json,
        timeout_s=parsed.timeout,
        text=None if reads_stdin else " ".join(words),
        count=getattr(parsed, "count", TAIL_MESSAGES),
        before=getattr(parsed, "before", None),
        follow=getattr(parsed, "follow", True),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="majlis",
        description="A chat room at the terminal. A room is a URL.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _command(commands, "join", "read along, and send each line that you type")
    send = _command(commands, "send", "send a message, or each line of standard input", _SEND_EPILOG)
    send.add_argument("text", nargs="*", metavar="TEXT", help="the message; its words are joined by spaces")
    tail = _command(commands, "tail", "print the newest messages, and those to come")
    tail.add_argument(
        "-n", dest="count", type=_count, default=TAIL_MESSAGES, metavar="N", help="how many at first (%(default)s)"
    )
    tail.add_argument(
        "-f", "--follow", action=argparse.BooleanOptionalAction, default=True, help="go on (the default)"
    )
    history = _command(commands, "history", "print messages of the past, oldest first")
    history.add_argument(
        "--limit", dest="count", type=_count, default=HISTORY_MESSAGES, metavar="N", help="how many (%(default)s)"
    )
    history.add_argument("--before", type=_seq, metavar="SEQ", help="those before this number; else the newest")
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
    command.add_argument("--name", help="what to be called, as a guest")
    command.add_argument("--json", action="store_true", help="print events, one JSON object a line, in ASCII")
    command.add_argument(
        "--timeout",
        type=_seconds,
        default=JOIN_TIMEOUT_S,
        metavar="SECONDS",
        help="how long to try to get in (%(default)g)",
    )
    return command


def _room(text: str) -> str:
    try:
        return room_url(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _whole(text: str, least: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 16 and int(text) >= least):
        raise argparse.ArgumentTypeError(f"a whole number from {least} is needed")
    return int(text)


def _count(text: str) -> int:
    return _whole(text, 0)


def _seq(text: str) -> int:
    return _whole(text, 1)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError("a number of seconds above 0 is needed")
    return seconds
