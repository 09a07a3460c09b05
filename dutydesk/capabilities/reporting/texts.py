"""Drafts of reports. A draft says what is known, marks what is not, and is changed or sent by a person.

Official texts are Chinese in every language of the desk (DESIGN §11).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field

from dutydesk.capabilities.matters.rules import LEVEL_MARKS, LEVEL_NAMES, Matter
from dutydesk.kernel import casualties
from dutydesk.kernel import figures as f
from dutydesk.kernel.instants import Instant, to_datetime
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import FigureView

UNVERIFIED = casualties.UNVERIFIED
LEADS: Mapping[str, str] = {
    "background": "基本情况: ",
    "cause": "事件起因: ",
    "course": "基本过程: ",
    "scope": "影响范围: ",
    "trend": "发展趋势: ",
    "handling": "处置情况: ",
    "commander": "现场指挥: ",
    "measures": "拟采取的措施: ",
    "next": "下一步: ",
    "requests": "请求事项: ",
}
UNKNOWN: Mapping[str, str] = {
    "cause": f"事件原因正在调查{UNVERIFIED}。",
    "scope": f"影响范围正在了解{UNVERIFIED}。",
    "trend": f"发展趋势正在研判{UNVERIFIED}。",
}
"""What stands for a fact that is not known yet; the others are simply left out."""


@dataclass(frozen=True)
class Known:
    """A fact in words, and whether it was verified."""

    text: str
    verified: bool = False


@dataclass(frozen=True)
class Material:
    """What a draft is made of.

    ``what`` names category or subtype; ``figures`` are the current ones by field; ``changes`` are sentences about
    what happened since the last report; ``units`` were told of it; ``now`` dates a text without news.
    """

    matter: Matter
    what: str
    now: Instant
    figures: Mapping[str, FigureView] = field(default_factory=dict[str, FigureView])
    facts: Mapping[str, Known] = field(default_factory=dict[str, Known])
    changed_figures: Sequence[FigureView] = ()
    changes: Sequence[str] = ()
    units: Sequence[str] = ()


def gaps_of(material: Material) -> list[str]:
    """Return the elements of a first report that are not known, in the order of ``LEADS`` after the matter's own."""
    matter = material.matter
    own = {
        "time": matter.occurred_at is not None,
        "place": bool(matter.place),
        "nature": bool(matter.category or material.what),
        "source": bool(matter.source),
        "casualties": any(name in material.figures for name in casualties.FIELDS),
        "loss": "loss_yuan" in material.figures,
    }
    return [name for name, known in own.items() if not known] + [name for name in UNKNOWN if name not in material.facts]


def draft(material: Material, kind: str) -> str:
    """Return the draft text of a report: phone, first, follow_up, change or final."""
    if kind in {"follow_up", "change"}:
        return _changes(material)
    matter = material.matter
    lines = [
        (
            f"{_when(matter.received_at)}接{matter.source or '来电'}报告: "
            f"{_when(matter.occurred_at) if matter.occurred_at else '时间' + UNVERIFIED}, "
            f"{matter.place or '地点' + UNVERIFIED}发生{material.what or matter.title}。"
        )
    ]
    lines.append(_figures(list(material.figures.values())) or f"伤亡和损失情况正在核实{UNVERIFIED}。")
    lines.extend(_fact(material, name) for name in ("background", "cause", "course", "scope", "trend"))
    if matter.level:
        lines.append(f"初步判断为{LEVEL_MARKS[matter.level]}级({LEVEL_NAMES[matter.level]})。")
    lines.extend(_fact(material, name) for name in ("handling", "commander"))
    lines.append(_response(material))
    lines.extend(_fact(material, name) for name in ("measures", "next", "requests"))
    lines.append("处置工作已结束。" if kind == "final" else "有新情况续报。")
    return "\n".join(line for line in lines if line)


def _fact(material: Material, name: str) -> str:
    known = material.facts.get(name)
    if known is None:
        return UNKNOWN.get(name, "")
    return f"{LEADS[name]}{known.text.rstrip('。')}{'' if known.verified else UNVERIFIED}。"


def _response(material: Material) -> str:
    matter = material.matter
    if not matter.response_level:
        return ""
    support = f", 配合单位{'、'.join(matter.support)}" if matter.support else ""
    told = f", 已通知{'、'.join(material.units)}" if material.units else ""
    return f"我办已启动{LEVEL_MARKS[matter.response_level]}级响应, 牵头单位{matter.lead}{support}{told}。"


def _changes(material: Material) -> str:
    """Only what changed since the last report; 无新进展 is a legal content but must be sent (IN-10)."""
    parts = [_figures(material.changed_figures, material.figures), *material.changes]
    news = [part for part in parts if part]
    if not news:
        return f"{material.matter.title}: 截至{_when(material.now)}无新进展。有新情况续报。"
    return "\n".join([f"截至{_when(material.now)}:", *news, "有新情况续报。"])


def _figures(figures: Sequence[FigureView], standing: Mapping[str, FigureView] | None = None) -> str:
    """Return figures as a sentence: the casualties together, then money and the others, what is not verified marked.

    Where one casualty figure changed, all that stand are told: a follow-up keeps the totals.
    """
    current = {figure.field: figure for figure in figures}
    if not current:
        return ""
    if standing is not None and any(name in current for name in casualties.FIELDS):
        current.update({name: standing[name] for name in casualties.FIELDS if name in standing})
    people = {name: current[name] for name in casualties.FIELDS if name in current}
    doubtful = [name for name, figure in people.items() if not figure.verified]
    parts = [casualties.sentence({name: figure.value for name, figure in people.items()}, doubtful)] if people else []
    parts += [
        f.spell({name: current[name].value}) + ("" if current[name].verified else UNVERIFIED)
        for name in f.FIELDS
        if name in current and name not in people
    ]
    known = any(figure.verified for figure in current.values())
    return ("据初步核实, " if known else "据报, ") + ", ".join(parts) + "。"


def _when(instant: Instant) -> str:
    moment = to_datetime(instant)
    return f"{moment.month}月{moment.day}日{moment.hour}时{moment.minute:02d}分"


def notice(title: str, values: Mapping[str, float], unverified: Collection[str] = ()) -> str:
    """Return what a unit is told about a matter: its title, and the figures as they stand now, not as they came in.

    Args:
        title: of the matter.
        values: the current figures by field.
        unverified: fields whose figure is not verified.
    """
    told = casualties.listed(values, unverified)
    return f"{title}。目前{told}。" if told else title
