"""How the desk says no: which field, why, what was kept."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import SecretTextError
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, together


class Refused(Worded):
    """An act was refused: nothing changed, what was typed is still with whoever typed it.

    Args:
        field: name of the act's field that is wrong, empty when it is the act itself.
        template: the reason, with ``{0}`` … for ``values``.
        traced: whether an entry of its own is written (R30); typing errors are not.
        swap: exchanged figures on offer, when two look swapped.
        span: a state-secret marking that was found, for the screen only: never in the sentence, which is written.
    """

    def __init__(
        self,
        field: str,
        template: str,
        *values: Any,
        traced: bool = False,
        swap: dict[str, float] | None = None,
        span: str = "",
    ) -> None:
        super().__init__(template, *values)
        self.field = field
        self.traced = traced
        self.swap = swap or {}
        self.span = span
        self.each: tuple[Refused, ...] = ()
        """What it is made of, where several fields are wrong: a form says each at its own."""


def refuse_all(found: Sequence[Refused]) -> None:
    """Refuse for everything that is wrong at once; nothing where nothing is.

    Raises:
        Refused: the only one there is; or one that names the first field and holds all of them.
    """
    if len(found) == 1:
        raise found[0]
    if found:
        every = Refused(found[0].field, "{0}", together(found), traced=any(one.traced for one in found))
        every.each = tuple(found)
        raise every


class WrongSecretError(Refused):
    """A secret was given that is not the one; it was counted."""


class OwnSecretError(Refused):
    """Only the own secret is missing: the session proved no more than a key, and a person signs here.

    Args:
        actor: who is to give it.
    """

    def __init__(self, actor: str) -> None:
        super().__init__("secret", "凭公钥登录的, 这一步须输本人口令; 未保存")
        self.actor = actor


@dataclass(frozen=True)
class Difference:
    """A field that two people filled, each otherwise: as they would type it."""

    field: str
    theirs: str
    mine: str


class OvertakenError(Refused):
    """Somebody saved the same of the same thing while the form was open; nothing was written.

    Args:
        actor, seq, at, kind, payload: of the row that they saved.
        differences: what both filled, each otherwise.
    """

    def __init__(
        self, actor: str, seq: int, at: Instant, kind: str, payload: str, differences: tuple[Difference, ...]
    ) -> None:
        super().__init__("", "打开表单后别人已保存同一事 (日志 #{0}); 未保存", seq)
        self.actor = actor
        self.seq = seq
        self.at = at
        self.kind = kind
        self.payload = payload
        self.differences = differences


@contextmanager
def naming(field: str) -> Generator[None]:
    """Turn a domain error inside the block into a refusal that names the field."""
    try:
        yield
    except Refused:
        raise
    except SecretTextError as error:
        raise Refused(field, error.template, *error.values, traced=True, span=error.span) from error
    except Worded as error:
        raise Refused(field, error.template, *error.values) from error
