"""Value objects that cost little to define.

``dataclass(frozen=True)`` compiles six methods a class; with some sixty classes of events and acts that is a
quarter of the time to the first frame. These compile one (``__init__``) and inherit the rest: fields can be
set once, and two values are equal when their fields are.
"""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any


class Value:
    """Base of classes decorated with ``@dataclass(kw_only=True, eq=False, repr=False)``."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.__dict__:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(repr(value) for value in self.__dict__.values())))

    def __repr__(self) -> str:
        content = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({content})"
