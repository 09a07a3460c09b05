"""Who says it, where the message itself names them: its head before a colon, 我是 …, 据 … 报告, … 来电, or the name under it.

A person and a telephone that stand beside the unit at the head belong to it: 方城县值班室刘强 13837700000: …
"""

from __future__ import annotations

import re

_OFFICE = (
    r"交警|消防|局|办公室|办|厅|委|委员会|法院|检察院|医院|研究院|卫生院|派出所|所|站|气象台|支队|大队|中队|总队|救援队|中心|政府|公司|集团|值班室|总值班|指挥部|学校|中学|小学|"
    r"大学|学院|幼儿园|党校|街道|镇|乡|村委会|居委会|社区|物业|商会|银行|商行|管委会|部|司|处|科|署|使馆"
)
_WORD = r"[\u4e00-\u9fffA-Za-z0-9（）()·]{1,24}?"
_UNIT = rf"{_WORD}(?:{_OFFICE})"
_UNIT_OR_PLACE = rf"{_WORD}(?:{_OFFICE}|[县市区旗州])"
_SAYS = r"(?:来电|来函|来信|来报|来文|电话报告|电话|报告|报称|报送|反映|通报|通知|函告|函|传真|转来|转报|报)"
_PASSES_ON = r"转发|现?转去?|印发"
_PERSON = r"(?:[\u4e00-\u9fff]{1,3}(?:厅长|局长|处长|科长|主任|所长|站长|支队长|大队长))?"
_WHEN = r"(?:\s*\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分)?)\s*)?"
_CHANNEL = r"(?:电话记录|电话|传真|来电|短信|微信|邮件|转发|值班记录)"
_SURNAME = (
    "欧阳|司马|上官|诸葛|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费薛"
    "雷贺倪汤罗毕郝邬安常乐于傅皮齐康伍余元顾孟黄穆萧肖尹姚邵汪祁毛狄明臧计成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄江童颜郭梅盛"
    "林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房解丁邓洪包左石崔吉龚程邢裴陆荣翁惠甄曲封储段焦侯全班仇秋甘武符刘景詹龙叶黎白蒲池乔申翟"
    "谭姬冉郦桑牛尚农温庄晏柴瞿阎闫慕连茹艾鱼容向古易廖居衡步耿文寇广欧沃蔚关牟车代岳晋楚涂]"
)
_POST = r"(?:厅长|局长|处长|科长|主任|所长|站长|[支大中]?队长|书记|县长|镇长|乡长|经理|工程师|工|总|院长|校长|秘书|同志|先生|女士)"
_NAME = rf"(?:{_SURNAME})(?:{_POST}|(?![一-龥]{{0,1}}[庄村店集楼寨营屯湾桥路街道河沟])[一-龥]{{1,2}}?{_POST}?)"
_ROLE = r"(?:的)?(?:值班员|值班人员|值班长|带班领导|工作人员|负责人|民警|科员)?"
_TELEPHONE = r"(?:1[3-9]\d{9}|(?:0\d{2,3}[- ]?)?[2-9]\d{6,7})"
_AT_ONCE = r"[\s，,、（(·]*"
_TEL = rf"(?:{_AT_ONCE}(?:(?:联系|回拨)?电话|手机|座机)?[:：]?\s*(?P<phone>{_TELEPHONE}))?[)）]?"
_HEAD = re.compile(
    rf"\A\s*(?!我|这里|这边)[【\[]?(?:{_CHANNEL}[:：]?{_WHEN}\s*)?(?:刚?接到?|据)?(?P<unit>{_UNIT_OR_PLACE})\s*{_ROLE}{_AT_ONCE}(?P<name>{_NAME}){_TEL}"
    rf"\s*(?:\d{{1,2}}月\d{{1,2}}日)?{_WHEN}\s*(?:[】\]]|{_SAYS}|[:：]|\n|[，,](?=[^，。]{{0,4}}(?:电话|报)))"
)
_I_AM = re.compile(
    rf"(?:我|我们|这里|这边)是(?P<unit>{_UNIT}){_ROLE}{_AT_ONCE}(?P<name>{_NAME}){_TEL}(?=[，,。:：\s]|$)"
)
_NAMED_FIRST = re.compile(
    rf"\A\s*(?P<name>{_NAME})[（(](?P<unit>{_UNIT})[，,\s]*(?P<phone>{_TELEPHONE})?[)）]\s*(?:{_SAYS})?[:：,，]"
)
_LABELLED = {
    "unit": re.compile(r"(?:来电|来文|来信|发件|报送|报告)单位[:：]\s*(?P<said>[^\s，,；;。:：]{2,24})"),
    "name": re.compile(r"(?:来电人|报告人|发件人|来访人|联系人|姓名)[:：]\s*(?P<said>[\u4e00-\u9fff]{2,8})"),
    "phone": re.compile(rf"(?:电话|手机|号码)[:：]\s*(?P<said>{_TELEPHONE})(?!\d)"),
}
"""A note on a form says them by their labels: 来电单位: …, 来电人: …, 电话: …"""

_ENGLISH = re.compile(
    r"\A\s*(?:From\s+(?:our\s+|the\s+)?)?(?P<who>[A-Z][\w.&'-]*(?: [\w.&'-]+){1,4}?)[:：](?=\s*\D)|[–—-]{1,2}\s*(?P<under>[A-Z][\w.&'-]*(?: [\w.&'-]+){1,4})\s*\Z"
)
"""From our Nairobi office: …, Embassy Abuja: …, or the name under it."""

_FORMS = tuple(
    re.compile(one, re.MULTILINE)
    for one in (
        rf"(?:我|我们|这里|这边|我这里|我这边)是(?P<who>{_UNIT})(?!\w*(?:的|了)?\w{{6,}}[:：])",
        rf"\A\s*(?:{_CHANNEL}[:：]\s*)?[【\[](?P<who>{_UNIT})(?:值班(?:室|员))?{_SAYS}?[】\]]",
        rf"\A\s*(?:【[^】\n]{{1,10}}】\s*)?(?:{_PASSES_ON})?(?P<who>中共中央|中央|国务院|{_UNIT})关于[^。；\n]{{2,80}}?的[一-龥]{{0,4}}(?:通知|意见|公告|决定|函|批复|通报|请示|报告|方案)",
        rf"\A\s*(?:{_CHANNEL}[:：]\s*)?(?P<who>{_UNIT})(?:{_SAYS})?[:：]",
        rf"\A\s*(?:{_CHANNEL}[:：]\s*)?(?:刚?接到?|据)?(?P<who>{_UNIT}){_PERSON}的?(?:值班员)?{_WHEN}{_SAYS}(?:[,，:：\s]|(?:如下|以下)?[两二三四五六几\d]+[件个起])",
        rf"(?:接到?|据)(?P<who>{_UNIT})的?{_SAYS}",
        r"\A\s*(?P<who>[\u4e00-\u9fff]{2,16})(?:来电|来信|来访)[,，:：\s]",
        rf"(?:\n|[—-]{{2}})\s*(?P<who>{_UNIT})\s*(?:\d{{4}}年)?(?:\d{{1,2}}月\d{{1,2}}日)?\s*\Z",
    )
)


_ISSUED = re.compile(
    rf"\A\s*(?P<who>{_UNIT})关于[^。\n]{{4,80}}?的?(?:紧急)?(?:通知|意见|决定|通报|公告|函|批复|方案)(?![一-龥])"
)
"""Whose document it is: its name says so, whoever is named in it for questions."""

_TOLD_BY = re.compile(r"\A.{0,4}(?:接到?|据)")

SHORTEST = 3
"""Characters of a name at least: 接站 is no unit."""


def sender_of(text: str) -> str:
    """Return who a message names as the one who says it: the unit, the person and the telephone; empty where it names none."""
    issued = _ISSUED.search(text)
    if issued is not None:
        return issued["who"]
    named = _HEAD.search(text) or _I_AM.search(text) or _NAMED_FIRST.search(text)
    if named is not None:
        return " ".join(filter(None, (named["unit"], named["name"], named["phone"])))
    labelled = {name: found["said"] for name, form in _LABELLED.items() if (found := form.search(text)) is not None}
    if labelled.keys() & {"unit", "name"}:
        return " ".join(labelled.values())
    english = _ENGLISH.search(text)
    if english is not None:
        return english["who"] or english["under"]
    for form in _FORMS:
        found = form.search(text)
        who = _TOLD_BY.sub("", found["who"]) if found is not None else ""
        if len(who) >= SHORTEST:
            return who
    return ""
