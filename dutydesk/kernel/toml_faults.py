"""What is wrong with a text that is no TOML: the line, the column, and words of the office for the parser's own."""

from __future__ import annotations

import re

from dutydesk.kernel.wording import Word, Worded


def toml_line(text: str, said: str) -> int:
    """Return the line that ``tomllib`` names in a message; it calls the last one the end of the document."""
    found = re.search(r"at line (\d+)", said)
    return int(found[1]) if found else text.count("\n") + 1


_SYNTAX = (
    ("Expected '='", Word("键后面少了 =")),
    ("Invalid value", Word("等号后面不是值; 文字须加引号")),
    ("Unterminated string", Word("引号没有收尾")),
    ("Expected newline or end of document", Word("一句之后还有多余的字; 每句一行")),
    ("Cannot overwrite a value", Word("这个键已经有值")),
    ("Cannot declare", Word("这一节已经有了")),
    ("Cannot mutate", Word("这一节已经写定, 不能再加")),
    ("Duplicate inline table key", Word("大括号里同一个键写了两次")),
    ("Unclosed array", Word("方括号没有收尾")),
    ("Unclosed inline table", Word("大括号没有收尾")),
    ("at the end of a table declaration", Word("一节的名称少了收尾的方括号")),
    ("at the end of an array declaration", Word("一节的名称少了收尾的两个方括号")),
    ("Invalid initial character for a key part", Word("键的开头有不能用的字; 中文的键须加引号")),
    ("Invalid statement", Word("这一句不是 键 = 值")),
    ("Unescaped", Word("文字里的反斜杠须写两个")),
    ("Illegal character", Word("有不能用的控制字符")),
    ("Found invalid character", Word("有不能用的字")),
    ("Invalid date or datetime", Word("没有这个日期或时间")),
    ("Invalid hex value", Word("反斜杠 u 后面不是十六进制数")),
    ("Escaped character is not a Unicode scalar value", Word("反斜杠 u 后面没有这个字")),
)
"""What ``tomllib`` says of a text that is none, by words that its messages hold."""


def toml_fault(said: str) -> Worded:
    """Return what ``tomllib`` found wrong and in which column, in words of the office instead of the parser's (not raised)."""
    words = next((ours for theirs, ours in _SYNTAX if theirs in said), Word("写法不对"))
    column = re.search(r"column (\d+)", said)
    if column is None:
        return Worded("文件末尾: {0}", words)
    return Worded("第 {0} 列: {1}", int(column[1]), words)
