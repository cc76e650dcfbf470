"""Captions and credits that stand in neighbouring paragraphs: which of them belong together."""

from __future__ import annotations

import re

from pipeline.news.agencies import Part, part_of, pieces
from pipeline.news.interface import framed, trimmed
from pipeline.records import Caption, Paragraph

LONGEST = 1100  # characters of a caption whose credit is sure
LONGEST_BEFORE = 320  # characters of a caption whose credit is the next paragraph
DATED = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:19|20)\d\d\b")
POINTING = re.compile(
    r"\((?:left|right|centre|center|above|below|pictured|file|l|r|m|links|rechts|Mitte|Archiv|gauche|droite|izq|der)\.?\)"
    r"|\b(?:pictured|left|right|center|centre),",
    re.IGNORECASE,
)


def below(paragraphs: list[Paragraph], place: int) -> Paragraph | None:
    """The paragraph at `place`, if it stands right under the one before it."""
    return paragraphs[place] if place < len(paragraphs) and paragraphs[place].under else None


def captioned(before: Paragraph, paragraphs: list[Paragraph], place: int) -> bool:
    """Whether the paragraph before a credit that stands alone is its caption."""
    text = before.text
    if place == 0 or paragraphs[place - 1] is not before:
        return False
    if paragraphs[place].under and len(text) <= LONGEST:
        return True  # on a line of its own below it
    return paragraphs[place].text == trimmed(paragraphs[place].text) and pictured(text)  # no "toggle caption" between


def captioned_below(paragraphs: list[Paragraph], place: int) -> str | None:
    """The caption on the line under a credit that stands alone and under no line itself."""
    last = below(paragraphs, place + 1)
    if last is None or paragraphs[place].under or below(paragraphs, place + 2):
        return None
    labelled = last.number > paragraphs[place].number + 1  # between them stood "Image caption,"
    sure = of_pictures(paragraphs[place].text) and 25 < len(last.text) <= LONGEST_BEFORE
    return last.text if labelled or sure or pictured(last.text) else None


def of_pictures(credit: str) -> bool:
    """Whether a credit names what supplies pictures only, as no byline does: "AP Photo / Ann Lee", "Getty Images"."""
    return any(part_of(piece) in (Part.PHOTO, Part.SIGNED) for piece in pieces(credit))


def pictured(text: str) -> bool:
    """Whether a paragraph beside a credit reads like its caption: one short sentence, not spoken, that has no full
    stop, points into the picture ("(left)") or gives the year, as captions do and the story seldom does."""
    if not 25 < len(text) <= LONGEST_BEFORE:
        return False
    if any(quote in text for quote in '"“”„«»') or len(re.findall(r"[^\s.]{4,}[.!?]\s", text)) > 1:
        return False
    tokens = text.split()
    if sum(token[0].islower() for token in tokens) < 4:
        return False  # a heading in capitals, a time, a name
    return text[-1].isalnum() or bool(DATED.search(text)) or bool(POINTING.search(text))


def labelled(captions: list[Caption]) -> None:
    """Make one of the last two captions, if they are a credit and, right after it, the caption that the page labels:
    "Image source, PA Media", "Image caption, The bridge at dawn"."""
    if len(captions) < 2:
        return
    source, last = captions[-2:]
    follows = last.credit is None and last.paragraph == source.paragraph + 1 and framed(last.raw)
    if not source.text and last.text and follows:
        captions[-2:] = [Caption(last.text, source.credit, f"{source.raw}\n\n{last.raw}", source.paragraph)]


def credited(captions: list[Caption]) -> None:
    """Make one of the last two captions, if they are one without a credit and, right after it, a credit alone:
    "FILE - The bridge at dawn.", "(AP Photo/Ann Lee)"."""
    if len(captions) < 2:
        return
    last, source = captions[-2:]
    follows = last.credit is None and source.paragraph == last.paragraph + 1
    if last.text and not source.text and source.credit and follows:
        captions[-2:] = [last._replace(credit=source.credit, raw=f"{last.raw}\n\n{source.raw}")]


def with_text(before: Paragraph, caption: Caption) -> Caption:
    """The caption made of a paragraph and of the credit after it."""
    return Caption(trimmed(before.text), caption.credit, f"{before.text}\n\n{caption.raw}", before.number)
