"""How the rows about restricted matters are told: only who may see the matter reads them."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.log.lines import TELL
from dutydesk.capabilities.restricted import events as ev
from dutydesk.i18n import listed, say, translate
from dutydesk.kernel.wording import vocabulary

HOW = vocabulary({"show": "查看", "export": "导出"})


def _set(event: ev.MatterRestricted, names: Mapping[str, str]) -> str:
    return say("限定知悉: {0}; 理由: {1}", listed(names.get(one, one) for one in event.holders), event.reason)


def _lifted(event: ev.RestrictionLifted, _names: Mapping[str, str]) -> str:
    return say("解除限定知悉; 理由: {0}", event.reason)


def _opened(event: ev.RestrictedOpened, _names: Mapping[str, str]) -> str:
    return say("{0}限定知悉事项", translate(HOW.get(event.how, event.how)))


def _signed(event: ev.AnnexSigned, _names: Mapping[str, str]) -> str:
    return say("签阅限定知悉附页 {0}", event.note).rstrip()


def _kept(event: ev.KeptByLeader, names: Mapping[str, str]) -> str:
    return say("接班人中无知悉人, 由带班领导 {0} 掌握", names.get(event.leader, event.leader))


TELL.update(
    {
        ev.MatterRestricted.KIND: _set,
        ev.RestrictionLifted.KIND: _lifted,
        ev.RestrictedOpened.KIND: _opened,
        ev.AnnexSigned.KIND: _signed,
        ev.KeptByLeader.KIND: _kept,
    }
)
