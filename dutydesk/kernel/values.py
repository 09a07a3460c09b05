"""Value objects that cost little to define.

``dataclasses.dataclass`` compiles up to six methods a class; with some hundred classes of events, acts and views that
is a quarter of the time to the first frame, and most of them are not met in it. So ``dataclass`` here waits until a
class is first used, and what derives from ``Value`` is one of these, with methods that need not be compiled for each class.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from threading import RLock
from typing import Any, TypeVar, dataclass_transform

Defined = TypeVar("Defined")
_LOCK = RLock()
_FIELDS = "__dataclass_fields__"


@dataclass_transform(kw_only_default=True, field_specifiers=(dataclasses.field,))
class Value:
    """Base of values: whoever derives from it is a data class that is frozen, its fields given by name (no decorator is needed)."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        dataclass(kw_only=True, eq=False, repr=False)(cls)

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


class _Later:
    """Stands for the fields of a class until they, or a first instance, are asked for."""

    def __init__(self, finish: Callable[[], None]) -> None:
        self.finish = finish

    def __get__(self, instance: object, owner: type) -> Any:
        self.finish()
        return getattr(owner, _FIELDS)


@dataclass_transform(field_specifiers=(dataclasses.field,))
def dataclass(
    *,
    frozen: bool = False,
    kw_only: bool = False,
    eq: bool = True,
    repr: bool = True,  # noqa: A002 - the word of ``dataclasses``
) -> Callable[[type[Defined]], type[Defined]]:
    """Return the decorator of the same name in ``dataclasses``, but its work is done when the class is first used.

    ``__new__`` sees to that, so that ``__init__`` is there before Python looks for it, whatever thread comes first.
    """

    def decorate(cls: Any) -> Any:
        ready = False

        def finish() -> None:
            nonlocal ready
            with _LOCK:
                if not ready:
                    dataclasses.dataclass(frozen=frozen, kw_only=kw_only, eq=False, repr=False)(cls)
                    ready = True

        def new(kind: type[Any], /, *_values: Any, **_named: Any) -> Any:
            if not ready:
                finish()
            return object.__new__(kind)

        cls.__new__ = new
        setattr(cls, _FIELDS, _Later(finish))
        if eq:
            cls.__eq__ = Value.__eq__
            cls.__hash__ = _hash if frozen else None
        if repr:
            cls.__repr__ = Value.__repr__
        return cls

    return decorate


def _hash(self: object) -> int:
    return hash(tuple(self.__dict__.values()))
