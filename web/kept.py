"""Kept for a moment: what many readers ask of the database at once is asked by one of them."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

from flask import current_app

Found = TypeVar("Found")
_MOST = 512  # answers a process keeps before it throws the old ones away


@dataclass(slots=True)
class _Slot:
    lock: Lock = field(default_factory=Lock)
    until: float = 0.0
    value: Any = None


def kept(key: Hashable, seconds: float, find: Callable[[], Found]) -> Found:
    """The answer under this key, at most so many seconds old; others wait while one finds it."""
    slots: dict[Hashable, _Slot] = current_app.extensions.setdefault("kept", {})
    if len(slots) > _MOST:
        for old in [key for key, slot in slots.items() if slot.until < time.monotonic()]:
            slots.pop(old, None)
    slot = slots.setdefault(key, _Slot())
    with slot.lock:
        if time.monotonic() >= slot.until:
            slot.value = find()
            slot.until = time.monotonic() + seconds
        return cast(Found, slot.value)
