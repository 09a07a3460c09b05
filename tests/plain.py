"""Somebody who answers the plain walkthrough: at each question what it proposes first, at each blank something to put there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

CHOICE = re.compile(r"^ {2}(\d+) {2}(.*)$", re.MULTILINE)
BLANKS: Mapping[str, str] = {
    "第一件": "看红色预警",
    "第二件": "催续报",
    "第三件": "送机要",
    "答复": "无",
    "备注": "",
    "怎样知悉": "电话",
    "什么异常": "已报修, 厂家明日到",
    "原因": "等南阳市回复",
    "理由": "有几项要到夜里才有",
    "数目": "2",
    "第几项": "",
}
"""What is written at a prompt that begins so."""


def answer(
    said: str, posts: Mapping[str, str], secrets: Mapping[str, str], rather: Sequence[str] = ("数目", "正常")
) -> str:
    """Return what is typed.

    Args:
        said: all that was said since the last answer, or at least the list of choices and the question.
        posts: who takes which post, by the words of the prompt.
        secrets: by name.
        rather: what is chosen where it is offered, instead of what is proposed first.
    """
    prompt = said.rstrip("\n").splitlines()[-1].strip()
    if "口令" in prompt:
        return next((secret for name, secret in secrets.items() if prompt.startswith(name)), "")
    for words, who in posts.items():
        if prompt.startswith(words):
            return who
    if re.match(r"1 到 \d+", prompt):
        whole = CHOICE.findall(said)
        start = max((n for n, (number, _) in enumerate(whole) if number == "1"), default=0)
        choices = {words.strip().partition(" (")[0]: number for number, words in whole[start:]}
        return next((choices[words] for words in rather if words in choices), "")
    return next((written for words, written in BLANKS.items() if prompt.startswith(words)), "")
