"""How the rows about restricted matters are told: only who may see the matter reads them."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.log.lines import TELL
from dutydesk.capabilities.restricted import events as ev
from dutydesk.capabilities.restricted.reads import Held
from dutydesk.capabilities.restricted.rules import LABELS, UNMARKED
from dutydesk.i18n import listed, say, translate, when
from dutydesk.kernel.wording import vocabulary
from dutydesk.store.views import Views
from dutydesk.store.views.seen import holders, is_sealed, label_of

HOW = vocabulary({"show": "查看", "export": "导出"})


def who_may_know(views: Views, matter_id: str, names: Mapping[str, str]) -> str:
    """Return who may know of a matter, empty where everybody may."""
    people = holders(views, matter_id)
    if people is None:
        return ""
    label = LABELS.get(label_of(views, matter_id), UNMARKED)
    told = say("{0}: 只有 {1} 和在岗带班领导看得到", label, listed(names.get(one, one) for one in people))
    return f"{told}; {translate('已封存')}" if is_sealed(views, matter_id) else told


def _set(event: ev.MatterRestricted, names: Mapping[str, str]) -> str:
    people = listed(names.get(one, one) for one in event.holders)
    label = LABELS.get(event.label, UNMARKED)
    return say("{0}: {1}; 理由: {2}", label, people, event.reason)


def _standing(event: ev.StandingNamed, names: Mapping[str, str]) -> str:
    people = listed(names.get(one, one) for one in event.holders) if event.holders else say("无")
    return say("{0} 的固定知悉人: {1}; 理由: {2}", LABELS.get(event.label, event.label), people, event.reason)


def _sealed(event: ev.MatterSealed, _names: Mapping[str, str]) -> str:
    if not event.before:
        return say("封存: 此后写入的加密存放; 理由: {0}", event.reason)
    return say("封存: 此后写入的加密存放, 此前 {1} 条在日志里仍为明文; 理由: {0}", event.reason, event.before)


def _opened(event: ev.RestrictedOpened, _names: Mapping[str, str]) -> str:
    return say("{0}限定知悉事项", translate(HOW.get(event.how, event.how)))


def annex_line(one: Held, people: Mapping[str, str]) -> str:
    """Return a line of the annex: the matter, its mark, who holds it, who has signed for it in this shift."""
    people_of = listed(people.get(who, who) for who in one.holders)
    signed = [
        say("{0} {1} 掌握" if each.kept else "{0} {1} 已签阅", people.get(each.officer, each.officer), when(each.at))
        for each in one.signed
    ]
    told = listed(signed) if signed else say("本班无人签阅")
    label = LABELS.get(one.label, UNMARKED)
    return say("{0} {1} ({4}); 知悉人 {2}; {3}", one.matter.label, one.matter.title, people_of, told, label)


TELL.update(
    {
        ev.MatterRestricted.KIND: _set,
        ev.StandingNamed.KIND: _standing,
        ev.MatterSealed.KIND: _sealed,
        ev.RestrictedOpened.KIND: _opened,
    }
)
