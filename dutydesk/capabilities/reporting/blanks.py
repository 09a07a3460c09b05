"""What the blanks of the office's patterns are filled with, each with the facts that it rests on.

Official texts are Chinese in every language of the desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from dutydesk.capabilities.closing.rules import OUTCOMES
from dutydesk.capabilities.matters.reads import FactView
from dutydesk.capabilities.matters.rules import REPORT_NAMES
from dutydesk.capabilities.obligations.rules.obligations import follow_up_subject
from dutydesk.capabilities.reporting.handled import handling, level
from dutydesk.capabilities.reporting.rules.naming import document_of, parted, subject
from dutydesk.capabilities.reporting.rules.reporting import NOTHING_NEW
from dutydesk.capabilities.reporting.rules.wording import FACT_BLANKS, UNKNOWN_BLANKS, Wording
from dutydesk.capabilities.reporting.texts import FOLLOW_UPS, Blanks, Draft, Ground, Material, compose
from dutydesk.kernel import casualties
from dutydesk.kernel import figures as f
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.prose import day_words, hour_words, official
from dutydesk.store.views import FigureView, ReportView

PRELIMINARY, JUDGED, COUNTED = "据初步核实", "初步判断", "初步统计"
"""What stands at the head of a sentence whose facts nobody verified: of people and facts, of causes, of money."""

PENDING: Mapping[str, str] = {"cause": "正在调查"}
ENDED = ("cause", "aftermath")
"""Facts that a final report names as open where they are not known."""
CHECKING = "正在核实"
OPEN_NAMES: Mapping[str, str] = {
    "time": "发生时间", "place": "具体地点", "cause": "原因", "scope": "影响范围", "commander": "现场负责人",
    "reported": "事发地上报情况",
}  # fmt: skip
"""What a follow-up says of elements that are still open."""

_UNDER_WAY = re.compile("已(?!知|有)|正在|正组织")
"""What says that a measure was taken."""

_OFFICES = re.compile(
    r"^[\u4e00-\u9fff]{2,20}(?:局|厅|委|部|办|政府|办公室|委员会|指挥部|值班室|中心|医院|[支大总]队|工作组)$"
)
"""Sources that are named: offices, by the ends of their names."""

_PENDING = re.compile("正在|尚未|尚在|有待|待核实|不详")
_DOUBTED = re.compile("^(?:据?初步(?:判断|分析|核实)|初判|怀疑|疑似|可能)[，：:]?(?:[为系是因由]|由于)?")
"""How a cause is said to be no more than supposed: the head of its sentence says so already."""
_LEADS = re.compile("^(?:下一步(?:工作)?|系|因|原因[为是系]?|建议)[，：:,]?")


def draft(material: Material, wording: Wording, kind: str) -> Draft:
    """Return the draft of a report: phone, first, follow_up, change or final."""
    return compose(wording, kind, material.kinds, blanks_of(material, wording, kind))


def blanks_of(material: Material, wording: Wording, kind: str) -> Blanks:
    """Return everything known of a matter as a kind of report says it."""
    found: Blanks = {"closing": ("特此报告" if kind == "final" else "有新情况续报", ())}
    for part in (_matter(material), _people(material, wording, kind), _others(material, kind),
                 _facts(material, wording, kind),
                 level(material, kind), handling(material, kind)):  # fmt: skip
        found.update(part)
    if kind == "final":
        found.update(_ending(material))
    if kind in FOLLOW_UPS:
        found.update(_unchanged(material, found))
    return {name: (said, grounds) for name, (said, grounds) in found.items() if said}


def name_of(report: ReportView) -> str:
    """Return what a report is called in the next one: 首报, 续报一."""
    return follow_up_subject(report.number) if report.kind in FOLLOW_UPS else REPORT_NAMES[report.kind]


# ---------------------------------------------------------------- the matter itself

_EVENT = re.compile(
    "(?:事故|事件|灾害|灾情|险情|疫情|情况|纠纷|案件?)$"
    r"|^(?!.*(?:引发|导致|造成|反映|要求|遭|被)|\d+余?[名人位]).*(?:事故|事件|灾|险情|疫情|纠纷|爆炸|爆燃|地震|[坍垮倒塌崩]塌|塌方|滑坡|泥石流|泄漏|泄露"
    "|中断|停电|停水|停气|踩踏|中毒|感染|污染|溢油|山火|林火|大火|山洪|洪水|洪涝|内涝|暴雨|暴雪|冰雹|大风|台风|干旱|沙尘|追尾|侧翻|相撞|脱轨|出轨"
    "|坠[落亡楼河海机]|沉[没船降]|塌陷|溺水|失联|走失|失踪|聚集|冲突|斗殴|攻击|故障|起火|着火|透水|冒顶|决口|管涌|拥堵|滞留)"
)
"""Titles that name what happened by themselves."""

_ONE = re.compile("^一(?:[辆处栋座家名艘架条个起间]|(?=[大小]?(?:客|货|轿)车|仓库|厂房|工地|民房))")
"""What a message says before a thing that it names first: 一辆大货车与中巴车相撞."""

_KINDS = {"natural": "灾害", "accident": "事故", "network": "事件", "tourism": "事件", "pollution": "事件"}
"""What a title is called that does not: by subtype, else by category."""


def _matter(material: Material) -> Blanks:
    matter = material.matter
    where, what = happened(material)
    received = Ground("收到时间", day_words(matter.received_at), matter.source, matter.received_at)
    found: Blanks = {
        "received": (day_words(matter.received_at), (received,)),
        "source": (official(matter.source), (Ground("来源", matter.source, matter.source, matter.received_at),)),
        "place": (official(matter.place), (Ground("地点", matter.place, matter.source),)),
        "title": (subject(matter), (Ground("标题", matter.title, matter.source),)),
        "document": (document_of(matter), (Ground("文件", matter.title, matter.source),)),
        "event": (what, (Ground("性质", what, matter.source),)),
        "lead": (official(matter.lead), (Ground("牵头单位", matter.lead, at=matter.activated_at),)),
        "support": ("、".join(matter.support), ()),
        "ended": (day_words(matter.closed_at) if matter.closed_at is not None else "", ()),
    }
    if matter.place and not where and matter.kind == "incident":
        itself = what if "发生" in what else f"发生{what}"
        found["itself"] = (itself, (Ground("性质", what, matter.source), Ground("地点", matter.place, matter.source)))
    if matter.occurred_at is not None:
        said = day_words(matter.occurred_at)
        found["occurred"] = (said, (Ground("发生时间", said, matter.source, matter.occurred_at),))
    return found


def happened(material: Material) -> tuple[str, str]:
    """Return where something happened and what: 二广高速南召段 and 大客车追尾事故; where the title alone says it, only that.

    What follows 发生 is a thing that happens: 群众聚集反映诉求 becomes 群众聚集反映诉求事件.
    """
    where, what = parted(official(material.matter.place), subject(material.matter))
    what = _ONE.sub("", what.strip("，。：、 ").removeprefix("发生")) or material.what
    if material.matter.kind != "incident" or "发生" in what or _EVENT.search(what):
        return where, what
    return where, what + _KINDS.get(material.matter.subtype, _KINDS.get(material.matter.category, "事件"))


# ---------------------------------------------------------------- figures


def _ground(figure: FigureView) -> Ground:
    said = f.spell({figure.field: figure.value})
    return Ground(
        f.NAMES[figure.field], said, figure.source, figure.at, figure.verified, figure.verified_by, figure.through
    )


def _grounds(figures: Iterable[FigureView]) -> tuple[Ground, ...]:
    return tuple(_ground(one) for one in figures)


def _people(material: Material, wording: Wording, kind: str) -> Blanks:
    """Who was hurt: the totals as they stand, and against the last report what changed."""
    figures = {name: material.figures[name] for name in casualties.FIELDS if name in material.figures}
    values = {name: one.value for name, one in figures.items()}
    hurt = wording.hurt(material.kinds)
    told = [name for name, value in values.items() if value > 0]
    doubtful = [name for name in told if not figures[name].verified]
    grounds = _grounds(figures.values())
    all_doubtful = bool(told) and len(doubtful) == len(told)
    listed = casualties.listed(values, () if all_doubtful else doubtful, hurt=hurt, asks_serious=kind != "final")
    follows = kind in FOLLOW_UPS and material.last is not None and bool(told)
    newest = max((one.at for one in figures.values() if one.seq > material.since), default=material.now)
    found: Blanks = {
        "now": (day_words(newest if follows else material.now), ()),
        "casualties": (listed, grounds),
        "casualties_doubt": (PRELIMINARY if all_doubtful else "", grounds),
    }
    if not told and (values or material.matter.kind == "incident"):
        unsure = [name for name, one in figures.items() if not one.verified]
        found["unhurt"] = (casualties.sentence(values, unsure), grounds)
        found["going_on"] = ("事件仍在处置" if kind in FOLLOW_UPS else "", ())
        found["unhurt_known"] = (found["unhurt"][0] if values else "", grounds)
    found.update(_compared(material, values, grounds, hurt))
    aboard = material.facts.get("aboard")
    number = re.search(r"\d+", official(aboard.text)) if aboard is not None else None
    if aboard is not None and number is not None:
        rest = int(number[0]) - sum(int(values.get(name, 0)) for name in ("deaths", "missing", "injured"))
        told_of = official(aboard.text).strip().rstrip("。；，")
        if not re.fullmatch(r"(?:共|约)?\d+余?[人名]?", told_of):  # what became of the others is said there
            if kind in FOLLOW_UPS and aboard.seq <= material.since:
                return found
            found["aboard_told"] = (told_of, (_fact_ground(aboard, "涉及总人数"),))
            found["aboard_doubt"] = ("" if aboard.verified else PRELIMINARY, (_fact_ground(aboard, "涉及总人数"),))
        elif rest > 0:
            found["aboard"] = (number[0], (_fact_ground(aboard, "涉及总人数"),))
            found["others_aboard"] = (str(rest), grounds)
    return found


def _compared(
    material: Material, values: Mapping[str, float], grounds: tuple[Ground, ...], hurt: tuple[str, str]
) -> Blanks:
    """What changed since the last report, and why."""
    last = material.last
    if last is None:
        return {}
    before = Ground(name_of(last), f.spell(last.figures), at=last.sent_at)
    found: Blanks = {"previous": (name_of(last), (before,))}
    hurting = any(values.values())
    told = [name for name in values if values[name] or name in last.figures or not hurting]
    difference = casualties.changed(last.figures, values, hurt)
    if difference:
        found["difference"] = (difference, (before, *grounds))
        moved = [name for name in casualties.FIELDS if values.get(name, 0) != last.figures.get(name, 0)]
        why = _why(material, moved) or casualties.died_of_injuries(last.figures, values)
        found["why"] = (why, (Ground("变化原因", why, verified=None),))
    elif told and all(name in last.figures for name in told):  # a 0 that was not known before changes no total
        found["same_as"] = (name_of(last), (before,))
    return found


def _others(material: Material, kind: str) -> Blanks:
    """Money, and every other figure."""
    found: Blanks = {}
    loss = material.figures.get("loss_yuan")
    if loss is None:
        found["loss_unknown"] = ("" if kind == "final" else "正在统计", ())
    else:
        found["loss"] = (f.spell_yuan(loss.value) if loss.value else "0元", (_ground(loss),))
        found["loss_doubt"] = ("" if loss.verified else COUNTED, (_ground(loss),))
        step = loss.value - material.last.figures.get("loss_yuan", loss.value) if material.last is not None else 0
        if step and kind in FOLLOW_UPS:
            why = _why(material, ["loss_yuan"]) if step < 0 else ""
            said_step = f"{'增加' if step > 0 else '减少'}{f.spell_yuan(abs(step))}{f'，系{why}' if why else ''}"
            found["loss_difference"] = (said_step, (_ground(loss),))
    told = official(material.matter.title)
    figures = [
        material.figures[name]
        for name in f.FIELDS
        if name in material.figures
        and name not in (*casualties.FIELDS, "loss_yuan")
        and (material.figures[name].value or (material.last is not None and material.last.figures.get(name)))
        and not (name == "magnitude" and f.amount(name, material.figures[name].value) in told)
    ]
    doubtful = {one.field for one in figures if not one.verified}
    every = len(doubtful) == len(figures)
    said = [f.spell({one.field: one.value}, () if every else doubtful) + _moved(material, one, kind) for one in figures]
    found["others"] = ("，".join(said), _grounds(figures))
    found["others_doubt"] = (PRELIMINARY if every and figures else "", _grounds(figures))
    people = [material.figures[name] for name in casualties.FIELDS if material.values.get(name)]
    if figures and every and people and not any(one.verified for one in people):
        found["others_doubt"] = (COUNTED, _grounds(figures))  # two sentences that begin alike are one too many
        if loss is not None and not loss.verified and "loss_difference" not in found:
            said.append(f"直接经济损失{found.pop('loss')[0]}")
            found["others"] = ("，".join(said), _grounds([*figures, loss]))
    return found


def _moved(material: Material, figure: FigureView, kind: str) -> str:
    """Return how a figure beside casualties and loss stands against the last report: （较首报减少45人，系部分人员离开）."""
    last = material.last
    before = last.figures.get(figure.field) if last is not None and kind in FOLLOW_UPS else None
    if last is None or before is None or before == figure.value:
        return ""
    step = figure.value - before
    why = _why(material, [figure.field]) if step < 0 else ""
    said = f.amount(figure.field, abs(step))
    return f"（较{name_of(last)}{'增加' if step > 0 else '减少'}{said}{f'，系{why}' if why else ''}）"


def _why(material: Material, fields: Iterable[str]) -> str:
    """Return why figures changed, each as whoever typed it said, to stand behind 系."""
    said = [
        _LEADS.sub("", official(material.reasons[name]).rstrip("。")) for name in fields if name in material.reasons
    ]
    return "，".join(dict.fromkeys(said))


# ---------------------------------------------------------------- facts in words


def _fact_ground(fact: FactView, name: str) -> Ground:
    return Ground(name, fact.text, fact.source, fact.at, fact.verified, fact.verified_by, fact.through)


def _according(name: str, source: str, own: str) -> str:
    """Return what stands before a fact that nobody verified: who says so where that is an office, else that it is preliminary.

    The matter's own source is named at the head of a report and not again, but for what it tells of the place.
    """
    told = official(source.strip())
    if not _OFFICES.search(told) or (name != "background" and told == official(own.strip())):
        return PRELIMINARY
    said = "预报" if name == "trend" and "气象" in told else "介绍" if name == "background" else "报告"
    return f"据{told}{said}"


def _facts(material: Material, wording: Wording, kind: str) -> Blanks:
    """Facts in words; a follow-up tells those that are new and names what is still open."""
    found: Blanks = {}
    facts, follows = material.told_of(kind), kind in FOLLOW_UPS
    for known in FACT_BLANKS:
        fact, name = facts.get(known), known
        if fact is None or (follows and fact.seq <= material.since):
            continue
        said = official(fact.text.strip()).rstrip("。；，").replace("\n", "；")
        said = _LEADS.sub("", said) if name in {"cause", "next"} else said
        if name == "cause" and not fact.verified:
            said = _DOUBTED.sub("", said) or said
        grounds = (_fact_ground(fact, OPEN_NAMES.get(name, name)),)
        if name == "measures" and _UNDER_WAY.search(said):  # what was done is no plan
            name = "handling"
            before, of = found.get(name, ("", ()))
            said, grounds = "；".join(filter(None, (before, said))), (*of, *grounds)
        found[name] = (said, grounds)
        if name == "cause" and fact.verified and fact.source:
            found["cause_authority"] = (official(fact.source), grounds)
        doubt = JUDGED if name == "cause" else _according(name, fact.source, material.matter.source)
        found[f"{name}_doubt"] = ("" if fact.verified or _PENDING.search(said) else doubt, grounds)
    missing = [name for name in UNKNOWN_BLANKS if name not in facts and wording.asks(name, material.kinds)]
    if not follows:
        incident = material.matter.kind == "incident" and not material.matter.warning
        said = [name for name in missing if kind != "final" or name in ENDED]
        asked = said if incident else [name for name in said if kind == "final" and not material.matter.outcome]
        found.update({f"{name}_unknown": (PENDING.get(name, CHECKING), ()) for name in asked})
        return found
    own = {"time": material.matter.occurred_at is None, "place": not material.matter.place}
    still = [name for name, lacking in own.items() if lacking] + [name for name in missing if name != "aftermath"]
    if material.matter.kind == "incident" and not material.matter.warning:
        found["open"] = ("、".join(OPEN_NAMES[name] for name in still), ())
    return found


def _unchanged(material: Material, found: Blanks) -> Blanks:
    """That there is no news: with whom that was checked, and when (papers 3.4)."""
    news = [*FACT_BLANKS, "difference", "loss_difference", "told", "acknowledged", "happened", "level", "duty", "plan"]
    told_anew = any(one.seq > material.since for one in material.figures.values())
    if told_anew or any(found[name][0] for name in news if name in found):
        return {}
    nothing: Blanks = {"nothing_new": (NOTHING_NEW, ())}
    if material.checked is not None:
        who, at = material.checked
        grounds = (Ground("核实", who, who, at),)
        nothing.update({"checked_at": (hour_words(at), grounds), "checked_with": (who, grounds)})
    return nothing


# ---------------------------------------------------------------- a final report


def _ending(material: Material) -> Blanks:
    """The course by hours, what was corrected, what is left to be done."""
    matter = material.matter
    appeal = matter.kind == "appeal" and matter.outcome
    result = (Ground("办结", matter.criterion, at=matter.closed_at),)
    return {
        "outcome": (OUTCOMES[matter.outcome] if appeal else "", result),
        "criterion": (official(matter.criterion.strip().rstrip("。")) if appeal else "", result),
        "timeline": ("；".join(_timeline(material)), ()),
        "corrected": ("；".join(_corrected(material.reports)), ()),
        "unfinished": ("；".join(material.unfinished), tuple(Ground("交办", one) for one in material.unfinished)),
    }


def _timeline(material: Material) -> list[str]:
    steps: list[tuple[Instant, str]] = []
    if material.matter.activated_at is not None:
        steps.append((material.matter.activated_at, "我办启动内部应急值守"))
    groups = groupby(material.told, key=lambda one: hour_words(one.at))
    steps += [(group[0].at, f"转告{'、'.join(one.unit for one in group)}") for group in (list(g) for _, g in groups)]
    named = {"phone": "电话报告", "first": "报送首报"}
    steps += [(one.sent_at, named[one.kind]) for one in material.reports if one.kind in named and not one.forwards]
    follow_ups = [one for one in material.reports if one.kind in FOLLOW_UPS and not one.forwards]
    if follow_ups:
        last = f"报送{name_of(follow_ups[-1])}" if len(follow_ups) == 1 else f"报送至{name_of(follow_ups[-1])}"
        steps.append((follow_ups[-1].sent_at, last))
    if material.matter.closed_at is not None:
        steps.append((material.matter.closed_at, "处置结束"))
    said: list[str] = []
    day = None
    for at, words in sorted(steps):
        said.append(f"{day_words(at) if local_date(at) != day else hour_words(at)}，{words}")
        day = local_date(at)
    return said


def _corrected(reports: Sequence[ReportView]) -> list[str]:
    named = {one.id: name_of(one) for one in reports if one.kind != "correction"}
    return [
        f"我办{named.get(one.corrects, '报告')}有误，{day_words(one.sent_at)}已更正"
        for one in reports
        if one.kind == "correction" and one.cause != "source" and not one.forwards
    ]
