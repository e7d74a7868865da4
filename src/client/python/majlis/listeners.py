"""The callbacks that an application registers with ``Room.on``."""

from __future__ import annotations

import asyncio
from typing import Any, Callable, Iterable

Listener = Callable[[Any], None]
"""Takes the one object that the event carries."""

EVENT_NAMES = ("state", "welcome", "presence", "settings", "typing", "signal", "echo", "read", "delta", "self", "failure")


def call_listeners(listeners: Iterable[Listener], detail: Any, name: str) -> None:
    """Calls ``listeners`` to ``name``. What one raises goes to the event loop's exception handler: the application's fault
    must not end the connection."""
    for listener in tuple(listeners):
        try:
            listener(detail)
        except Exception as error:
            asyncio.get_running_loop().call_exception_handler(
                {"message": f"a listener to {name} failed", "exception": error}
            )


class Listeners:
    """Calls listeners in the order in which they were added."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Listener]] = {name: [] for name in EVENT_NAMES}

    def add(self, name: str, listener: Listener) -> Callable[[], None]:
        """Returns a function that removes ``listener``; calling it twice is safe. Raises KeyError for any name that
        is not in ``EVENT_NAMES``."""
        listeners = self._listeners[name]
        listeners.append(listener)
        return lambda: listeners.remove(listener) if listener in listeners else None

    def emit(self, name: str, detail: Any) -> None:
        """Calls each listener to ``name``, see ``call_listeners``."""
        call_listeners(self._listeners[name], detail, name)
