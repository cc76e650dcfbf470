"""Picture captions and their credits, glued into the text of the story.

A paragraph is a caption if it holds a credit (`credits`) or says itself that it describes a picture ("FILE - ...",
"In this photo ..."). One that does neither reads like any sentence of the story and is left there: to lose a paragraph
is worse than to keep a caption.
"""

from __future__ import annotations

import re

from pipeline.news import notices
from pipeline.news.agencies import Part, Weight, agency, name_of, weigh, words
from pipeline.news.credits.cues import cue, described, head_cue, tail_cue
from pipeline.news.credits.cuts import Cut, sentence
from pipeline.news.credits.heads import alone, at_head, lent
from pipeline.news.credits.neighbours import LONGEST, below, captioned, captioned_below, credited, labelled, with_text
from pipeline.news.credits.rules import LOOSE, TYPED, at_tail, by_rules
from pipeline.news.credits.words import leading, once, spelling
from pipeline.news.interface import framed, trimmed, unechoed
from pipeline.news.suspects import Suspects, among
from pipeline.records import Caption, Paragraph

LONGEST_UNSURE = 400  # characters of one whose "credit" may be the signature of the story: "... he said. (AFP)"
TRAILING = " -–—|("  # what follows a credit when the next item of the page is cut off
# Of the wire, behind the credit: its number, that the picture may not be sold on, an address.
SENT = re.compile(r"(?:\sORG XMIT: \w+|\.?\s\[?재판매 및 DB 금지\]?|(?<=[)\]])\s[\w.]+@[\w.]+)\Z")
SENT_SIGNS = ("ORG XMIT", "재판매", "@")  # one of which is in it


def take(paragraphs: list[Paragraph], suspects: Suspects | None = None) -> tuple[list[Paragraph], list[Caption]]:
    """Take the captions out of the text, in order: what is left, and the captions. `suspects`: the paragraphs to look
    at."""
    suspects = suspects or among(paragraphs)
    near = {p.number for p in paragraphs if p.under or (p.number in suspects.page and cue(p.text))}
    if not near:
        return paragraphs, []
    rest: list[Paragraph] = []
    captions: list[Caption] = []
    skip = 0
    for place, paragraph in enumerate(paragraphs):
        if skip:
            skip -= 1
            continue
        caption, skip = at(paragraphs, place, suspects) if paragraph.number in near else (None, 0)
        if caption is None:
            rest.append(paragraph)
            continue
        alone = not caption.text and bool(rest) and captioned(rest[-1], paragraphs, place)
        captions.append(with_text(rest.pop(), caption) if alone else caption)
        labelled(captions)
        credited(captions)
    return rest, captions


def at(paragraphs: list[Paragraph], place: int, suspects: Suspects) -> tuple[Caption | None, int]:
    """The caption that begins at a paragraph, None if none does, and how many more paragraphs it takes."""
    paragraph = paragraphs[place]
    joined, more = whole(paragraphs, place)
    caption = read(joined, paragraph.number, place == len(paragraphs) - 1, paragraph.under)
    if caption and not more and paragraph.number in suspects.notices and notices.covers(paragraph.text):
        return None, 0  # "(Avec AFP)", "Source: Reuters": who worked on the story, not on a picture
    if caption is None and not more and (credit := over(paragraphs, place)):
        caption = Caption("", spelling(credit), paragraph.text, paragraph.number)
    if caption is None:
        return None, 0
    if not caption.text and not more and (text := captioned_below(paragraphs, place)):
        caption, more = caption._replace(text=trimmed(text)), 1
    raw = " ".join(part.text for part in paragraphs[place : place + 1 + more])
    text = caption.text if caption.text in raw else caption.text.removesuffix(")")  # that `whole` put there
    return caption._replace(text=text, raw=raw), more


OPEN = re.compile(r"[(\[（]\s?(?:[^\s()\[\]]{1,12}:?)?\s?$")  # "... in the capital. (", "... in the capital. (Photo:"
CLOSED = (")", "]", "）")


def whole(paragraphs: list[Paragraph], place: int) -> tuple[str, int]:
    """The text of a paragraph, with those that its open bracket runs over, and how many these are: a bracket around a
    linked credit comes as "... in the capital. (", "Name/AP", ")". Likewise a photographer and, on the line below, the
    agency."""
    text = paragraphs[place].text
    if paragraphs[place].under and (last := below(paragraphs, place + 1)) and name_of(text) is Part.PERSON:
        credit = f"{text} / {last.text}"
        return (credit, 1) if weigh(credit) is Weight.PROOF else (text, 0)
    following = [part.text.strip() for part in paragraphs[place + 1 : place + 3]]
    if not following or len(following[0]) > 160 or not OPEN.search(text[-20:]):
        return text, 0
    joined = f"{text} {following[0]}"
    if following[0].rstrip(" .").endswith(CLOSED):
        return joined, 1
    if len(following) > 1 and following[1].rstrip(" .") in CLOSED:
        return f"{joined} {following[1]}", 2
    return (f"{joined})", 1) if alone(following[0]) else (text, 0)


def read(text: str, number: int, last: bool, under: bool) -> Caption | None:
    """The caption that a paragraph is: None if it is none. `last`: it ends the text, where agencies sign. `under`: it
    stands right under a line, as a credit does."""
    if len(text) > LONGEST:
        return None
    inside = unechoed(trimmed(unsent(text)).rstrip(TRAILING))
    if not inside:
        return None
    single = once(inside)
    if under and (is_credit(single) or barred(single)):
        return Caption("", spelling(single), text, number)
    tail = tail_cue(single)
    cut = by_rules(single, TYPED) if tail else None
    if cut and cut.credit and (name := named_by_word(cut.text)):  # "Photo: Ann Lee (Getty Images)"
        return Caption("", spelling(f"{name} / {cut.credit}"), text, number)
    if cut is None or not cut.text:
        if lent(single):
            return None
        credit = alone(single)
        credit = credit or in_frame(single, inside, text)
        if credit:
            return Caption("", spelling(credit), text, number)
    cut = cut or (by_rules(single, LOOSE) if tail and single[-1] not in ")]" else None)
    if cut is not None and not cut.sure and (last or len(text) > LONGEST_UNSURE):
        cut = None
    cut = cut or (at_head(single) if len(single) < LONGEST_UNSURE and head_cue(single) else None)
    if cut is not None:
        if cut.text.startswith("Image ") and single[len(cut.text) :].lstrip(" .").startswith("Credit"):
            cut = cut._replace(text=cut.text.removeprefix("Image "))  # how The New York Times labels its pictures
        return Caption(*twice(cut), text, number)
    if framed(text) or described(inside):
        return Caption(inside, None, text, number)
    return None


def unsent(text: str) -> str:
    """A text without what the wire puts behind a credit."""
    tail = text[-60:]
    return SENT.sub("", text) if any(sign in tail for sign in SENT_SIGNS) else text


def in_frame(single: str, inside: str, text: str) -> str | None:
    """The credit that a whole paragraph is because the page frames it ("toggle caption KCNA/AP") or prints it twice.
    `single`: one of the two; `inside`: the paragraph without the words of the page around it."""
    weight, doubled, frame = weigh(single), single != inside, framed(text)
    if weight is Weight.PAIR and (frame or doubled):
        return single
    if doubled and frame and (weight is not Weight.NONE or leading(single)[0]):
        return single
    return single if inside != text and agency(single) else None


def over(paragraphs: list[Paragraph], place: int) -> str | None:
    """The credit that a line is if its caption stands on the line below: "Ann Lee | The Planet"."""
    text = paragraphs[place].text
    if weigh(text) is not Weight.PAIR or name_of(re.split(r"[/|]", text)[0]) is not Part.PERSON:
        return None
    return text if captioned_below(paragraphs, place) else None


def named_by_word(text: str) -> str | None:
    """The name that a text is, behind a credit word: "Photo: Ann Lee"."""
    kind, name = leading(text)
    return name if kind in ("mark", "by") and name[-1:].isalnum() and weigh(name) is not Weight.NONE else None


def is_credit(text: str) -> bool:
    """Whether a line is nothing but a credit that proves itself: "Ann Lee, AP", "KCNA/Reuters"."""
    weight = weigh(text) if text[-1] != "." and not sentence(text, limit=8) else Weight.NONE
    return weight is Weight.PROOF or (weight is Weight.AGENCY and "/" in text)


def barred(line: str) -> bool:
    """Whether a line under another is a bar and a person: "| Ann Lee"."""
    return line[0] == "|" and name_of(line[1:].strip()) is Part.PERSON


def twice(cut: Cut) -> tuple[str, str | None]:
    """Text and credit of a cut paragraph, once a second credit before the first is cut off too."""
    credit = spelling(cut.credit)
    cut = cut._replace(text=trimmed(cut.text))
    if not credit and cut.text.endswith(")"):  # "... © Ann Lee/dpa (Archivbild)"
        inside, bracket, cue = cut.text.rpartition(" (")
        named = at_tail(inside) if bracket else None
        if named and named.sure and named.text and named.credit:
            return trimmed(named.text), f"{spelling(named.credit)} ({cue}"
    again = at_tail(cut.text) if cut.text and credit and tail_cue(cut.text) else None
    if again is None or not again.credit or not (again.sure or photographer(again.credit, credit)):
        return trimmed(headless(cut.text, credit)), credit or None
    other = spelling(again.credit)
    one, two = names_in(credit), names_in(other)
    if not one >= two:
        credit = other if one <= two else f"{other} / {credit}"
    return trimmed(again.text), credit or None


def photographer(name: str, credit: str) -> bool:
    """Whether a person stands before the agency that a word names: "... into the park. Ann Lee Credit: Planet"."""
    return agency(credit) is not None and name_of(name) is Part.PERSON


def headless(text: str, credit: str) -> str:
    """A caption without the credit before it that says no more than the one behind it: "Foto: AFP Die Brücke ..."."""
    first = at_head(text) if credit and text and head_cue(text) else None
    return first.text if first and first.text and names_in(credit) >= names_in(first.credit) else text


def names_in(credit: str) -> set[str]:
    """The words of a credit, folded, without those that say no more than that it is one."""
    return set(re.findall(r"\w+", credit.casefold())) - words("mark")
