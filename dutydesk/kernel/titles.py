"""A short title for what somebody said or wrote: proposed, never decided; the words themselves stay in the log."""

from __future__ import annotations

from dutydesk.kernel.patterns import late

LONGEST = 25
"""Characters of a title that is proposed: a line of a list has room for as many."""
LONGEST_DOCUMENT = 60
"""Characters of the name of a document: it is called so, and half of it is another name."""
LEAST, GAP = 8, "…"
"""Characters before a joint at least; what stands for the rest where there is no joint to end at."""

_ENDS = late(r"[。！？!?；;\n】]")
_SENTENCE = late(r"[。！？；]")
_BREAKS = late(r"[，、]|,(?!\d)|(?<!\d)[：:]|[：:](?!\d)|(?<=[^\d\x00-\x7f])\s+(?=\D)|(?<=\D)\s+(?=[^\d\x00-\x7f])")
"""Marks, and blanks beside a Chinese sign: those between two English words part nothing."""
_WHEN = late(
    r"(?:(?:今|昨|前)[天日早晚晨]|本?周[一二三四五六日]|刚才|刚刚|目前|凌晨|早上|清晨|上午|中午|下午|傍晚|晚上|夜里|\d{1,2}[时点](?:\d{1,2}分?|半|整)?|\d{1,4}(?:[年月日号时点分许]|[:：]\d{2}))+(?:钟|半|许|左右|前后)?[在的]?"
)
_GREETING = late(
    r"(?:喂|你好|您好|大家好|请问|值班室(?:吗|吧)?|领导好|报告(?:领导|值班室)?|紧急(?:报告)?|(?:我|这里|这边|我们)(?:是|这里是|这儿是).*|hello|hi)"
)
_SAYS = late(r"(?!关于).{2,24}?(?<!的)(?:来电|来函|来信|来文|来报|电话|传真|短信|报告|报称|转报|上报)")
"""Who says it and by what way: 信访局驻京接访组来电."""
_CHAT = late(r"[^\d，。：:]{0,12}\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[:：]?")
"""The head of a line in a chat: a name and the hour."""
_DOCUMENT = late(
    r"(?:[一-龥]{2,24})?关于[^，。；;\n]{2,80}?的(?:紧急|补充|若干|指导|实施)?(?:通知|意见|公告|决定|函|批复|通报|请示|报告|方案|规定|办法)"
)
_OURS = late(r"(?:一是|二是|三是|另外?|我[省市县区])+")
_JOINTS = late(
    r"(?<!^)(?:造成|导致|致使|引发|发生|以及|要求|反映|目前|正在|已经|(?<![\d一二两三四五六七八九十百])(?:\d+|[一二两三四五六七八九十百]+)(?=[多余]?[辆名个人起艘户座栋台位])|(?<=[a-z,]) )"
)


_ASIDE = late(r"(?:造成|导致|致使|引发|发生|以及|目前|正在|已经|，)+$")
"""What leads on to what was cut off."""


def proposed(text: str, longest: int = LONGEST) -> str:
    """Return what was said first, ended at a mark or joint within the limit; greetings, who calls and when are left out."""
    document = _DOCUMENT.search(text)
    if (
        document is not None
        and len(document[0]) <= LONGEST_DOCUMENT
        and _SENTENCE.search(text, 0, document.start()) is None
    ):
        return document[0]
    line = next((one.strip() for one in text.splitlines() if one.strip() and not _CHAT.fullmatch(one.strip())), "")
    sentences = [one.strip() for one in _ENDS.split(line) if one.strip()]
    parts = [(number, one.strip()) for number, sentence in enumerate(sentences) for one in _BREAKS.split(sentence)]
    parts = [(number, one) for number, one in parts if one]
    said = [one for one in parts if not _GREETING.fullmatch(one[1])] or parts
    while len(said) > 1 and (_SAYS.fullmatch(said[0][1]) or _WHEN.fullmatch(said[0][1])):
        said = said[1:]
    if not said:
        return ""
    number, title = said[0]
    title = bare(title)
    for sentence, part in said[1:]:
        if sentence != number or len(title) + 1 + len(part) > longest:
            break
        title = f"{title}，{part}"
    return cut(title, longest)


def bare(said: str) -> str:
    """Return what was said without the hour and 我省 before it, where more than that is left."""
    said = said.strip()
    for what in (_WHEN, _OURS, _WHEN):
        found = what.match(said)
        said = said[found.end() :].strip() if found is not None and len(said) - found.end() >= LEAST // 2 else said
    return said


def cut(title: str, longest: int) -> str:
    """Return a title within a limit: ended where a new phrase begins, never inside a word without a mark that says so."""
    if len(title) <= longest:
        return title
    joint = max((one.start() for one in _JOINTS.finditer(title) if LEAST <= one.start() <= longest), default=0)
    return _ASIDE.sub("", title[:joint]).rstrip() if joint else title[: longest - len(GAP)] + GAP


def around(text: str, at: int) -> str:
    """Return what is said between two marks where a character stands, without the hour before it; empty before a colon: who says it."""
    marks = [*_ENDS.finditer(text), *_BREAKS.finditer(text)]
    begin = max((one.end() for one in marks if one.end() <= at), default=0)
    end = min((one.start() for one in marks if one.start() >= at), default=len(text))
    if text[end : end + 1] in set(":：】"):
        return ""
    return bare(text[begin:end])
