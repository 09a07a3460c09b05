"""Words of the tables of offices, read from what somebody wrote: headings, totals, notes, units."""

from __future__ import annotations

import re

LINES = {"序号", "序", "no", "no.", "№", "#", "项次", "行号"}
"""Headings of a column that counts the lines."""

TOTAL = re.compile(r"(?:本页)?(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计)")
NOTE = re.compile(r"(?:注|备注|说明|填表|填报|制表|制单|审核|复核|负责人|联系人|单位|日期)[^:：]{0,8}[:：]|注\d?[、.]")
SECTION = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|（[一二三四五六七八九十]{1,3}）")
ASIDE = re.compile(r"[(（][^()（）]*[)）]|[*＊:：\s]")
NOTHING = {"-", "--", "—", "——", "/", "／", "\\", "无", "暂无"}
FOREVER = {"长期", "长期有效", "永久", "永久有效", "无期限"}
BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
MONTH = re.compile(r"((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})\s*月?")
COUNTED = re.compile(
    r"(.+?)\s*(?:个|只|件|套|台|部|把|箱|盒|包|袋|瓶|桶|支|条|张|份|页|本|辆|人|名|顶|床|双|副|组|块|根|卷|具|架|艘|处|米|公斤|千克|吨|升)"
)
