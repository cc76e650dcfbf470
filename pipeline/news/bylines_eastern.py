"""Bylines of the Chinese, Japanese and Korean press, whose names have no capitals and often no space around them."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from pipeline.news import tables

LONGEST = 60  # characters; most are half as long
BEGINNING = "([【（〔［0123456789"  # what a byline begins with if not with a letter: a bracket, a date
_STAMP = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}[日.]?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*")
_HAN, _HANGUL, _LETTER = r"[\u4e00-\u9fff]", r"[\uac00-\ud7a3]", r"[\u3005\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]"


def could_be(text: str) -> bool:
    """Whether a paragraph could be such a byline at all. Cheap."""
    return len(text) <= LONGEST and (text[0] > "\u2e7f" or (text[0] in BEGINNING and not text.isascii()))


def read(text: str) -> str | None:
    """The names in a paragraph that is nothing but a byline; None if it is none.

    >>> read("記者王小明／台北報導"), read("(서울=연합뉴스) 홍길동 기자 ="), read("文・山田太郎")
    ('王小明', '홍길동', '山田太郎')
    >>> read("记者了解到") is None
    True
    """
    names = _signed_by(text.strip())
    persons = list(takewhile(lambda word: word not in _never(), names.split())) if names else []
    return " ".join(persons) or None


def _signed_by(line: str) -> str | None:
    """The names in a byline, with the roles that others have beside them: "王小明 编辑 李四"."""
    if titled := _titled().fullmatch(line):
        return titled.group("names")
    line = _STAMP.sub("", line.strip("【】（）()[]［］〔〕"), count=1).strip()
    if signed := _signed().fullmatch(line):
        return signed.group("names").strip()
    reporting = _reporting().fullmatch(line)
    if reporting and (reporting.group("parted") or reporting.group("from") or reporting.group("house") == "本"):
        return reporting.group("names")
    return None


@cache
def _never() -> frozenset[str]:
    return frozenset(row[2] for row in tables.rows("byline_words") if row[1] == "never")


def _any(language: str, role: str) -> str:
    """A pattern for the words of one language that play a role in a byline."""
    words = (row[2] for row in tables.rows("byline_words") if row[:2] == (language, role))
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


@cache
def _titled() -> re.Pattern[str]:
    """홍길동 기자, (서울=연합뉴스) 홍길동 김철수 기자 = hong@news.kr, 山田太郎 記者"""
    place = r"(?:[\[(（]?[^\[\]()（）=＝]{1,12}[=＝](?:[^\[\]()（）=＝]{1,12}[\])）])?\s*)?"
    korean = rf"{_HANGUL}{{2,4}}(?:[·,\s]\s?{_HANGUL}{{2,4}}){{0,3}}(?= {_any('ko', 'role')})"
    japanese = rf"{_LETTER}{{2,10}}(?=[ \u3000]{_any('ja', 'role')})"
    role = rf"[ \u3000](?:{_any('ko', 'role')}|{_any('ja', 'role')})"
    return re.compile(rf"[\[(（]?{place}(?P<names>{korean}|{japanese}){role}[\])）]?\s*[=＝]?(?:\s*[\w.\-]+@[\w.\-]+)?")


@cache
def _signed() -> re.Pattern[str]:
    """文／王小明, 作者：王小明, 文・山田太郎"""
    by = "|".join(_any(language, "by") for language in ("zh", "ja", "ko"))
    names = rf"{_LETTER}{{2,10}}(?:[、，,\s]\s?{_LETTER}{{2,10}}){{0,3}}"
    return re.compile(rf"(?:{by})\s?[:：/／・|｜]\s?(?P<names>{names})")


@cache
def _reporting() -> re.Pattern[str]:
    """記者王小明／台北報導, 本报记者 王小明, 新京报记者 王小明 李四: `house` is the first letter of whose reporter it
    is, `parted` what stands between the word and the names, `from` where they report from."""
    names = rf"(?P<names>{_HAN}{{2,4}}?(?:[、，,\s]\s?{_HAN}{{2,4}}){{0,3}}?)"
    place = rf"(?P<from>(?:\s?[／/]\s?{_HAN}{{2,6}}?|{_HAN}{{2}}|\s){_any('zh', 'report')})?"
    return re.compile(rf"(?P<house>{_HAN}?){_HAN}{{0,7}}?{_any('zh', 'role')}(?P<parted>[\s:：／/]*){names}{place}")
