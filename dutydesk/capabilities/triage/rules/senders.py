"""Who says it, where the message itself names them: its head before a colon, 我是 …, 据 … 报告, … 来电, or the name under it."""

from __future__ import annotations

import re

_OFFICE = (
    r"局|办公室|办|厅|委|委员会|法院|检察院|医院|研究院|卫生院|派出所|所|站|气象台|支队|大队|中队|总队|救援队|中心|政府|公司|集团|值班室|总值班|指挥部|学校|中学|小学|"
    r"大学|学院|幼儿园|党校|街道|镇|乡|村委会|居委会|社区|物业|商会|银行|商行|管委会|部|司|处|科|署|使馆"
)
_UNIT = rf"[\u4e00-\u9fffA-Za-z0-9（）()·]{{1,24}}?(?:{_OFFICE})"
_SAYS = r"(?:来电|来函|来信|来报|来文|电话报告|电话|报告|报称|报送|反映|通报|通知|函告|函|传真|转来|转报|报)"
_PERSON = r"(?:[\u4e00-\u9fff]{1,3}(?:厅长|局长|处长|科长|主任|所长|站长|支队长|大队长))?"
_WHEN = r"(?:\s*\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分)?)\s*)?"
_CHANNEL = r"(?:电话记录|电话|传真|来电|短信|微信|邮件|转发|值班记录)"
_FORMS = tuple(
    re.compile(one, re.MULTILINE)
    for one in (
        rf"(?:我|我们|这里|这边|我这里|我这边)是(?P<who>{_UNIT})(?!\w*(?:的|了)?\w{{6,}}[:：])",
        rf"\A\s*(?:{_CHANNEL}[:：]\s*)?【(?P<who>{_UNIT})】",
        rf"\A\s*(?:{_CHANNEL}[:：]\s*)?(?P<who>{_UNIT})(?:{_SAYS})?[:：]",
        rf"\A\s*(?:{_CHANNEL}[:：]\s*)?(?:刚?接到?|据)?(?P<who>{_UNIT}){_PERSON}的?(?:值班员)?{_WHEN}{_SAYS}[,，:：\s]",
        rf"(?:接到?|据)(?P<who>{_UNIT})的?{_SAYS}",
        r"\A\s*(?P<who>[\u4e00-\u9fff]{2,16})(?:来电|来信|来访)[,，:：\s]",
        rf"(?:\n|[—-]{{2}})\s*(?P<who>{_UNIT})\s*(?:\d{{4}}年)?(?:\d{{1,2}}月\d{{1,2}}日)?\s*\Z",
    )
)


_TOLD_BY = re.compile(r"\A.{0,4}(?:接到?|据)")

SHORTEST = 3
"""Characters of a name at least: 接站 is no unit."""


def sender_of(text: str) -> str:
    """Return the unit or the person that a message names as the one who says it, empty where it names none."""
    for form in _FORMS:
        found = form.search(text)
        who = _TOLD_BY.sub("", found["who"]) if found is not None else ""
        if len(who) >= SHORTEST:
            return who
    return ""
