"""Casualties as every text of the office writes them: one order, one wording, what is not verified marked.

``造成2人死亡、1人失联、8人受伤（其中重伤3人）``: dead, missing, injured; a number that is 0 is left out, the seriously
injured are among the injured. Official texts are Chinese in every language of the desk.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

FIELDS = ("deaths", "missing", "injured", "serious_injuries")
"""The figures that these sentences tell of."""
UNVERIFIED, ALL_UNVERIFIED = "（待核实）", "（均待核实）"
NOBODY = "未造成人员伤亡"
NOBODY_REPORTED = "暂未接到人员伤亡报告"
UNKNOWN = "人员伤亡情况正在核实"
HURT = ("受伤", "重伤")
"""What those are called who are hurt and live, and the worst of them; ill or poisoned where the office says so."""
SERIOUS_UNKNOWN = "人数正在核实"
MYRIAD = 10_000


def persons(value: float, unit: str = "人") -> str:
    """Return so many people as an office writes it: 45人, 15万人, 1.23万人; in 万 only where two places say all of it."""
    many = value / MYRIAD
    return f"{many:.10g}万{unit}" if value >= MYRIAD and round(many, 2) == many else f"{value:.10g}{unit}"


def listed(
    values: Mapping[str, float],
    unverified: Collection[str] = (),
    *,
    zeros: bool = False,
    hurt: tuple[str, str] = HURT,
    asks_serious: bool = False,
) -> str:
    """Return ``2人死亡、1人失联、8人受伤（其中重伤3人）``, empty when no number is above 0.

    Args:
        values: figures by field; others than casualties are not looked at.
        unverified: fields whose figure is not verified: marked once where all are, one by one where they differ.
        zeros: tell a number that is 0 as well: a record says what was recorded, a report leaves it out.
        hurt: what the injured and the seriously injured are called.
        asks_serious: say that the number of the seriously injured is being checked where it is not known.
    """
    told = [name for name in FIELDS if name in values and (zeros or values[name] > 0)]
    doubtful = {name for name in told if name in unverified}
    everything = bool(told) and len(doubtful) == len(told)
    if everything:
        doubtful.clear()
    parts: list[str] = []
    for name, word in (("deaths", "死亡"), ("missing", "失联"), ("injured", hurt[0])):
        if name in told:
            serious = _serious(values, told, doubtful, hurt[1]) if name == "injured" else ""
            if name == "injured" and not serious and asks_serious and values[name] > 0:
                asked = "serious_injuries" not in values
                mark = f"{UNVERIFIED[1:-1]}，" if name in doubtful else ""
                serious = f"（{mark}{hurt[1]}{SERIOUS_UNKNOWN}）" if asked else ""
            mark = UNVERIFIED if name in doubtful and not serious else ""
            parts.append(f"{persons(values[name])}{word}{serious}{mark}")
    if "serious_injuries" in told and "injured" not in told:
        mark = UNVERIFIED if "serious_injuries" in doubtful else ""
        parts.append(f"{persons(values['serious_injuries'])}{hurt[1]}{mark}")
    if everything:
        parts[-1] += UNVERIFIED if len(told) == 1 else ALL_UNVERIFIED
    return "、".join(parts)


def _serious(values: Mapping[str, float], told: Collection[str], doubtful: Collection[str], word: str) -> str:
    """Return what stands behind the injured: how many seriously, and which of the two is not verified."""
    if "serious_injuries" not in told:
        return ""
    inside = f"其中{word}{persons(values['serious_injuries'])}"
    if {"injured", "serious_injuries"} <= set(doubtful):
        return f"（{inside}，均待核实）"
    if "injured" in doubtful:
        return f"（待核实，{inside}）"
    return f"（{inside}，待核实）" if "serious_injuries" in doubtful else f"（{inside}）"


def sentence(values: Mapping[str, float], unverified: Collection[str] = ()) -> str:
    """Return the clause of a report: 造成…, that nobody was hurt, that no report came, or that it is being checked."""
    told = listed(values, unverified)
    if told:
        return f"造成{told}"
    known = [name for name in FIELDS if name in values]
    if not known:
        return UNKNOWN
    sure = {"deaths", "injured"} <= set(known) and not any(name in unverified for name in known)
    return NOBODY if sure else NOBODY_REPORTED


def changed(before: Mapping[str, float], now: Mapping[str, float], hurt: tuple[str, str] = HURT) -> str:
    """Return what changed between two reports: ``增加2人死亡、新报1人失联、减少2人受伤``; nothing of numbers that are no longer told."""
    words = {"deaths": "死亡", "missing": "失联", "injured": hurt[0], "serious_injuries": hurt[1]}
    steps = {name: now[name] - before.get(name, 0) for name in FIELDS if name in now}
    ways = {name: "新报" if name not in before else "增加" if step > 0 else "减少" for name, step in steps.items()}
    return "、".join(f"{ways[name]}{persons(abs(step))}{words[name]}" for name, step in steps.items() if step)


def died_of_injuries(before: Mapping[str, float], now: Mapping[str, float]) -> str:
    """Return how a fall of the injured is explained by an equal rise of the dead (R23), empty where it is not."""
    if not {"deaths", "injured"} <= before.keys() & now.keys():
        return ""
    risen = now["deaths"] - before["deaths"]
    return f"{risen:.0f}名伤员经救治无效死亡" if risen > 0 and before["injured"] - now["injured"] == risen else ""


def brief(values: Mapping[str, float], hurt: str = HURT[0]) -> str:
    """Return casualties as a title tells them: ``致2死1失联8伤``, ``致46人中毒`` where those hurt are poisoned; empty for none."""
    injured = "伤" if hurt == HURT[0] else f"人{hurt}"
    if [name for name in FIELDS[:3] if values.get(name, 0) > 0] == ["missing"]:
        return f"致{persons(values['missing'])}失联"
    parts = [
        (values.get(name, 0), word) for name, word in (("deaths", "死"), ("missing", "失联"), ("injured", injured))
    ]
    told = "".join(f"{number:.0f}{word}" for number, word in parts if number > 0)
    return f"致{told}" if told else ""
