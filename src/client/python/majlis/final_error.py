"""Why a room is closed, as an error."""

from __future__ import annotations

from .connection import State
from .errors import RoomError, client_error, close_error


def final_error(state: State) -> RoomError:
    """The error that ends everything which waits for the room: ``closed`` if the application left it."""
    close_event = state.close_event
    if not state.fatal or close_event is None:
        return client_error("closed")
    if close_event.is_permanent:
        return client_error("unreachable", f"There is no room at this address: {close_event.reason}.")
    return close_error(close_event.code, close_event.reason)
