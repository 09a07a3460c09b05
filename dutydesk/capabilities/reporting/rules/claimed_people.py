"""How texts name people by what became of them or where they lie: 12名伤员, 死者3人, 送医治疗18人. Patterns over plain text."""

from __future__ import annotations

import re

from dutydesk.kernel.numerals import HAN, NUMBER

ROLE = (
    r"(?:被困|失联|失踪|受困|遇险|涉险|受伤)?(?:[一-龥]{0,4}(?:人员|群众|村民|居民|市民|学生|师生|老师|教师|儿童|幼儿|婴儿|老人|工人|矿工|工友|同事|师傅|"
    r"职工|员工|乘客|乘员|司机|孩子|小孩|同胞|夫妻|夫妇|驾驶员|驾驶人|游客|旅客|船员|渔民|农民|民工|消防员|指战员|受害人|当事人|男生|女生|青年|少年|民警|辅警|警察|医生|护士|行人|男子|女子|"
    r"男性|女性|妇女|未成年人|干部|战士|官兵|公民|住户|租户|店员|顾客|考生|家长|者))"
)
BEFORE = r"不超过|不多于|至多|最多|至少|超过|不少于|多达|大约|约为|大概|将近|接近|不到|不足|逾|约|近|超|上"
AFTER = r"余|多|几|来"
TREATED = re.compile(
    rf"(?<!其中)(?<!另有)(?<!还有)(?P<total>共|累计|合计|总计)?(?<![\d.{HAN}])(?P<before>{BEFORE})?(?P<number>{NUMBER})(?:(?:至|到|-|~|—)(?P<to>{NUMBER}))?"
    rf"(?P<after>{AFTER})?(?P<unit>人|名|位)(?P<behind>左右|以上|上下)?{ROLE}?"
    r"(?:已|均|都|全部|被|紧急|及时|先后|正|目前){0,3}(?:送医院?|送往[一-龥]{0,10}医院|住院|入院|在[一-龥]{0,10}医院)(?:接受|进行|紧急)?(?:治疗|救治|抢救|就医|医治|观察)"
    r"(?!无效|后|[^，。；！？\n]{0,8}(?:死|亡|去世|离世|出院|痊愈))"
)
IN_HOSPITAL = re.compile(
    rf"(?<!其中)(?<!另有)(?<!还有)(?<![\d.{HAN}])(?:(?P<number>{NUMBER})(?:{AFTER})?(?:人|名|位){ROLE}?"
    r"(?:已|均|都|全部|被|紧急|及时|先后|仍|正|目前){0,3}(?:住院|入院|送了医院)|(?:送医|住院|入院)(?:已?达|共计?|有|：|:)?"
    rf"(?P<late>{NUMBER})(?:人|名|位)|(?:收治|接诊)(?:了|伤员|伤者|患者|病人)*(?P<taken>{NUMBER})(?:人|名|位|例)|(?P<there>{NUMBER})(?:人|名|位)"
    r"(?:仍|正|尚|目前){0,2}(?:在院|留院|留观))(?!无效|后|[^，。；！？\n]{0,8}(?:死|亡|去世|离世|出院|痊愈))"
)
"""So many taken to hospital for treatment; 送医 alone, or of those who died there, says nothing of the injured."""

HURT = (
    r"(?:(?P<dead>死者|遇难者|死难者|罹难者|遇难人员)|(?P<lost>失联者|失踪者|失联人员|失踪人员)|伤病?员|伤者|伤病?号)"
)
NO_MORE = r"(?![^，。；！？\n]{0,10}(?:死|亡|去世|离世|出院|痊愈|遇难|罹难|丧生|找到|获救|救出|幸免|生还))"
CALLED = re.compile(rf"(?P<before>{BEFORE})?(?P<number>{NUMBER})(?:{AFTER})?(?:人|名|位|个){HURT}{NO_MORE}")
CALLED_AFTER = re.compile(
    rf"{HURT}(?:人数|总数|数)?(?:已?(?:达到?|[增升]至|(?:增加|上升)[到至])|共计?|合计|有|为|：|:)?(?P<before>{BEFORE})?(?P<number>{NUMBER})"
    rf"(?:{AFTER})?(?:人|名|位|例|个(?![月小])|(?=[，。；、！\n]|$))(?!次){NO_MORE}"
)
"""People by what became of them, with how many they are before or behind."""
BODIES = re.compile(
    rf"(?P<number>{NUMBER})具[^，。；、！？\d\n]{{0,6}}?(?:遗体|尸体)|(?:遗体|尸体)(?P<late>{NUMBER})具"
    rf"|(?:夺[去走]了?)(?P<taken>{NUMBER})(?:人|名|条)[^，。；、！？\d\n]{{0,6}}?(?:生|性|人)命|(?P<lives>{NUMBER})条(?:鲜活的?)?(?:生|性|人)命"
)
"""Bodies that were found, lives that were lost: so many dead at least."""
