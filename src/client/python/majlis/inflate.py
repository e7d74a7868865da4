"""Inflates compressed frames (SPEC FAN-6, FAN-9)."""

from __future__ import annotations

import json

from .environment import CloseEvent

try:
    import zlib
except ImportError:
    # An interpreter may be built without it.
    CAN_INFLATE = False
else:
    CAN_INFLATE = True

MAX_FRAME_BYTES = 2 * 1_024 * 1_024
"""The largest frame of a room, in UTF-8 bytes of its text (SPEC EVT-5)."""

DAMAGED_FRAME = CloseEvent(1007, "A compressed frame is damaged.", True)
"""1007 is for data that is not what its type says (RFC 6455 §7.4.1)."""

_RAW = -15
"""zlib's ``wbits`` for DEFLATE without a header (RFC 1951)."""


class DamagedFrame(ValueError):
    """A binary frame is no raw DEFLATE of JSON in UTF-8, or inflates to more than the largest frame."""


def inflate_frame(frame: bytes) -> str:
    """The text of ``frame``. Stops inflating past the largest frame. Raises DamagedFrame."""
    inflater = zlib.decompressobj(_RAW)
    try:
        inflated = inflater.decompress(frame, MAX_FRAME_BYTES + 1)
        text = inflated.decode("utf-8")
        json.loads(text)
    except (zlib.error, ValueError, RecursionError) as error:
        raise DamagedFrame(str(error)) from None
    if len(inflated) > MAX_FRAME_BYTES or not inflater.eof or inflater.unused_data:
        raise DamagedFrame("too long, or without its end")
    return text
