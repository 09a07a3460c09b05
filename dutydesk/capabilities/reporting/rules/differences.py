"""Where a text says other figures than the record: both side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dutydesk.capabilities.reporting.rules.claims import CASUALTIES, LIGHT, Claim
from dutydesk.capabilities.reporting.rules.english_claims import spaced
from dutydesk.kernel import figures as f
from dutydesk.kernel.casualties import persons
from dutydesk.kernel.numerals import Amount
from dutydesk.kernel.values import dataclass

NOBODY = Amount(0, 0)
_OF_ALL = re.compile("伤亡|救[出起]|获救|脱险|脱困|升井")
COMPARED = ("deaths", "missing", "injured", "serious_injuries", "loss_yuan")


@dataclass(frozen=True)
class Difference:
    """A figure of the text beside the recorded one, None where none is recorded."""

    field: str
    words: str
    recorded: float | None

    def spelled(self) -> str:
        """Return both side by side, as papers spell them (Chinese)."""
        name = "伤亡" if self.field == CASUALTIES else f.NAMES[self.field]
        if self.recorded is None:
            stands = "未登记"
        elif self.field in f.MONEY:
            stands = f.spell_yuan(self.recorded) if self.recorded else "0元"
        else:
            stands = persons(self.recorded)
        return f"{name}: 正文“{self.words}”, 记录{stands}"


def contradictions(claims: Sequence[Claim], recorded: Mapping[str, float]) -> list[Difference]:
    """Return where a text says other figures than the record.

    Args:
        claims: what it says (``read``; of a correction ``corrections.said_right``).
        recorded: the figures that stand at the report's own time, by field.
    """
    found: list[Difference] = []
    for field in (*COMPARED, CASUALTIES):
        mine = [claim for claim in _with_light(claims, recorded) if claim.field == field]
        nobody = [claim for claim in mine if claim.amount == NOBODY]
        told = [claim for claim in mine if claim.amount != NOBODY]
        totals = [claim for claim in told if claim.total] or told
        stands = _recorded(field, recorded)
        wrong = [claim for claim in totals if not _agrees(claim, stands, claims)]
        if _sums_up(totals, stands):
            wrong = []
        wrong += [claim for claim in nobody if not _agrees(claim, stands, claims)]  # 无人员伤亡 is no part of a sum
        if not wrong:
            continue
        words = dict.fromkeys(spaced(claim.words) for claim in wrong)
        found.append(Difference(field, "、".join(words), stands))
    return found


def _recorded(field: str, recorded: Mapping[str, float]) -> float | None:
    if field != CASUALTIES:
        return recorded.get(field)
    known = [recorded[name] for name in ("deaths", "injured") if name in recorded]
    return sum(known) if known else None


def _agrees(claim: Claim, stands: float | None, claims: Iterable[Claim]) -> bool:
    if claim.amount == NOBODY:
        if (
            claim.field == "missing"
            and _OF_ALL.search(claim.words)
            and any(one.field == "missing" and one.amount.low > 0 for one in claims)
        ):
            return True  # 无人员伤亡, 2人失联: said, and compared, by itself
        return not stands
    return stands is not None and claim.amount.holds(stands)


def _sums_up(claims: list[Claim], stands: float | None) -> bool:
    """Return whether several places or kinds add up to the recorded figure."""
    parts = {claim.place: claim.amount for claim in claims}
    if len(parts) < 2 or stands is None:
        return False
    return Amount(sum(one.low for one in parts.values()), sum(one.high for one in parts.values())).holds(stands)


def _with_light(claims: Sequence[Claim], recorded: Mapping[str, float]) -> list[Claim]:
    """Return the claims with 轻伤 read as what it says of all injured: they are the serious and the light ones."""
    light = [claim for claim in claims if claim.field == LIGHT]
    if not light or any(claim.field == "injured" for claim in claims):
        return [claim for claim in claims if claim.field != LIGHT]
    serious = next((claim.amount for claim in claims if claim.field == "serious_injuries"), None)
    known = recorded.get("serious_injuries", 0)
    more = serious if serious is not None else Amount(known, known)
    first = light[0]
    amount = Amount(first.amount.low + more.low, first.amount.high + more.high)
    whole = replace(first, field="injured", amount=amount)
    return [*(claim for claim in claims if claim.field != LIGHT), whole]
