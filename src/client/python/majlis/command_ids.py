"""Ids of commands (SPEC CMD-5): random characters once a client, then a count, as what is random does not compress."""

from __future__ import annotations

import itertools
import secrets
from typing import Callable

RANDOM_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
"""32 characters, so that each has 5 random bits: the alphabet of RFC 4648 section 6, in lower case."""
RANDOM_CHARACTERS = 6
"""30 bits: only the clients of one member must differ, while they write at the same time. The count behind them needs
no separator, as they are always as many."""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def command_ids() -> Callable[[], str]:
    """What gives a client the next id at each call."""
    prefix = "".join(secrets.choice(RANDOM_ALPHABET) for _ in range(RANDOM_CHARACTERS))
    counter = itertools.count()
    return lambda: prefix + _base_36(next(counter))


def _base_36(count: int) -> str:
    quotient, digit = divmod(count, len(DIGITS))
    return ("" if quotient == 0 else _base_36(quotient)) + DIGITS[digit]
