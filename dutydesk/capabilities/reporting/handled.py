"""How serious a matter is, and what our office did about it, as a report says it: it keeps watch, passes on and asks (papers 3.6)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dutydesk.capabilities.matters.rules import LEVEL_MARKS, LEVEL_NAMES, is_higher
from dutydesk.capabilities.reporting.texts import FOLLOW_UPS, Blanks, Ground, Material, Told
from dutydesk.kernel import casualties
from dutydesk.kernel.prose import answered_words, hour_words, official


def level_words(level: str) -> str:
    """Return a level as papers write it: 较大（Ⅲ级）."""
    return f"{LEVEL_NAMES[level]}（{LEVEL_MARKS[level]}级）" if level else ""


def level(material: Material, kind: str) -> Blanks:
    """Return the level as it stands: what it was before where it was set anew, what figures reach that nobody has decided on."""
    if material.level_reached:
        reached = level_words(material.level_reached)
        return {"level_reached": (reached, (Ground("表内建议", reached),))}
    level = material.matter.level
    grounds = (Ground("级别", level_words(level)),)
    if kind in FOLLOW_UPS and material.level_before is None:
        return {"level_same": (level_words(level), grounds)}
    by = "现有伤亡人数" if any(material.values.get(name) for name in casualties.FIELDS) else ""
    before = level_words(material.level_before or "")
    return {"level": (level_words(level), grounds), "level_by": (by, ()), "level_before": (before, grounds)}


def handling(material: Material, kind: str) -> Blanks:
    """What our office did: it keeps watch, passes on and asks (papers 3.6)."""
    follows = kind in FOLLOW_UPS
    told = [one for one in material.told if not follows or one.seq > material.since]
    answered = [one for one in material.acknowledged if not follows or one.seq > material.since]
    said = answered_words((one.unit for one in told), (one.unit for one in answered))
    answers = tuple(Ground("回执", one.unit, one.unit, one.at) for one in answered)
    return {
        **_planned(material, kind),
        "duty": (_duty(material, kind), (Ground("响应", "内部应急值守", at=material.matter.activated_at),)),
        "told": (_told(told), tuple(Ground("转告", one.unit, at=one.at) for one in told)),
        "acknowledged": (said, answers),
        "acknowledged_since": (said if follows else "", answers),
        "happened": ("；".join(material.happened), tuple(Ground("办理", one) for one in material.happened)),
    }


def _planned(material: Material, kind: str) -> Blanks:
    """The disposal plan of an appeal; a follow-up tells one that is new."""
    plan = material.plan
    if plan is None or (kind in FOLLOW_UPS and plan.seq <= material.since):
        return {}
    grounds = (Ground("处置方案", plan.text, plan.by, plan.at),)
    said = official(plan.text.strip()).rstrip("。；，").replace("\n", "；")
    to = [unit for unit in plan.to if unit not in said]
    return {"plan": (said, grounds), "plan_by": (plan.by, grounds), "plan_to": (official("、".join(to)), grounds)}


def _duty(material: Material, kind: str) -> str:
    level, before = material.matter.response_level, material.response_since
    if not level or (kind in FOLLOW_UPS and before is None):
        return ""
    if kind not in FOLLOW_UPS or not before:
        return "已启动内部应急值守"
    return "内部应急值守相应提级" if is_higher(level, before) else "内部应急值守相应降级"


def _told(told: Sequence[Told]) -> str:
    groups = [(at, [one.unit for one in group]) for at, group in groupby(told, key=lambda one: hour_words(one.at))]
    return "，".join(f"{at}转告{'、'.join(units)}" for at, units in groups)
