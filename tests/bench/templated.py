"""The texts of twelve kinds of templated stories, each with its own names and numbers. No text is from a real
article."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

from tests.bench import vocabulary as words

EACH = 46  # of each kind: 552 in all
BEGIN = datetime(2026, 3, 2, tzinfo=timezone.utc)
Text = tuple[str, str]  # headline and text


class Dice(random.Random):
    """Names and numbers of made-up news."""

    def person(self) -> str:
        return f"{self.choice(words.FIRST)} {self.surname()}"

    def surname(self) -> str:
        return self.choice(words.LAST_HEADS) + self.choice(words.LAST_TAILS)

    def place(self) -> str:
        return self.choice(words.LAST_HEADS) + self.choice(words.PLACE_TAILS)

    def firm(self) -> str:
        ends = ("Corp.", "Inc.", "Holdings Ltd.", "Industries", "Partners", "Bancorp", "Energy", "Therapeutics")
        return f"{self.surname()} {self.choice(ends)}"

    def money(self, low: float, high: float, digits: int = 1) -> str:
        return f"${self.uniform(low, high):,.{digits}f} million"

    def street(self) -> str:
        kind = self.choice(["Street", "Avenue", "Lane", "Road", "Drive", "Court"])
        return f"{self.randint(1, 2999)} {self.choice(words.COMPOUND_HEADS).title()}{self.choice(('', ' Hill'))} {kind}"

    def day(self) -> str:
        return self.choice(words.DAYS)

    def date(self) -> str:
        return f"{self.choice(words.MONTHS)} {self.randint(1, 28)}"


def earnings(d: Dice, k: int) -> Text:
    firm, place = d.firm(), d.place()
    low = d.uniform(40, 900)
    return (
        f"{firm}: Fiscal Q{1 + k % 4} earnings snapshot",
        f"""\
{place.upper()} (AP) _ {firm} on {d.day()} reported net income of {d.money(2, 400)} in its fiscal quarter.

On a per-share basis, the {place}-based company said it had profit of {d.randint(4, 99)} cents. Earnings, adjusted for
one-time gains and costs, came to {d.randint(4, 99)} cents per share.

The results {d.choice(["topped", "missed", "met"])} Wall Street expectations. The average estimate of
{d.choice(["three", "four", "six", "nine", "eleven"])} analysts surveyed was for earnings of {d.randint(4, 99)} cents
per share.

The company posted revenue of {d.money(30, 950)} in the period, which {d.choice(["topped", "missed"])} Street forecasts.
{d.choice(["Three", "Five", "Seven"])} analysts expected {d.money(30, 950)}.

For the current quarter, the company said it expects revenue in the range of ${low:.0f} million to
${low * 1.06:.0f} million. For the full year it expects earnings in the range of ${d.uniform(0.5, 4):.2f} to
${d.uniform(4, 6):.2f} per share, with revenue ranging from {d.money(900, 1900, 0)} to {d.money(1900, 2900, 0)}.

The company's shares have {d.choice(["climbed", "fallen"])} {d.randint(2, 60)} percent since the beginning of the year.
In the final minutes of trading on {d.day()}, shares hit ${d.uniform(3, 190):.2f}, {d.choice(["a rise", "a drop"])} of
{d.randint(2, 70)} percent in the last 12 months.""",
    )


def bonds(d: Dice, k: int) -> Text:
    firm, bank, other = d.firm(), d.surname(), d.surname()
    size, coupon = d.randrange(50, 1500, 25), d.uniform(1.5, 7.5)
    year = d.randint(2029, 2046)
    return (
        f"New issue - {firm} sells {size} mln {year} bond",
        f"""\
Following are terms and conditions of a bond priced on {d.day()}.

Borrower: {firm}

Issue amount: {size} million euro, maturing on {d.date()}, {year}, with a coupon of {coupon:.3f} percent payable every
year.

The issue price was {d.uniform(98.5, 100.5):.3f} and the yield {coupon + d.uniform(0, 0.2):.3f} percent, a spread of
{d.randint(35, 410)} basis points over the government bond due {d.date()}, {year}.

The lead managers are {bank} Securities and {other} Bank. The notes are listed in Luxembourg under the usual program,
in denominations of {d.choice([1, 2, 5, 50, 100, 200])} thousand, governed by English law, and were rated
{d.choice(["A2", "Baa1", "Baa3", "Aa3"])} by the first agency and {d.choice(["A", "BBB+", "BBB-", "AA-"])} by
the second.

The fees were not disclosed. Payment is due on {d.date()}. The security identification number is
XS{d.randint(10**9, 10**10 - 1)}. Supplementary data can be had from the lead managers.""",
    )


def repos(d: Dice, k: int) -> Text:
    rate, amount = d.uniform(1.2, 5.4), d.randrange(20, 2500, 5)
    days = d.choice([1, 7, 14, 28])
    return (
        "Central bank conducts reverse repurchase agreements",
        f"""\
The Central Bank of {d.place()} conducted {amount / 10:.1f} billion crowns of {days}-day reverse repurchase agreements
on {d.day()} to keep liquidity in the banking system reasonably ample, it said in a statement on its website.

The interest rate of the operation was {rate:.2f} percent, against {rate + d.uniform(-0.2, 0.2):.2f} percent at the
previous auction. Bids came to {amount / 10 * d.uniform(1.1, 3):.1f} billion crowns.

Agreements worth {d.randrange(20, 2500, 5) / 10:.1f} billion crowns matured on the same day, so that the bank
{d.choice(["drained", "injected"])} a net {d.randrange(5, 900, 5) / 10:.1f} billion crowns through open market
operations.

In a reverse repurchase agreement the central bank buys securities from commercial banks through bidding, with an
agreement to sell them back at a later date.""",
    )


def obituaries(d: Dice, k: int) -> Text:
    name, place, age = d.person(), d.place(), d.randint(61, 99)
    he, his = d.choice([("he", "his"), ("she", "her")])
    last = name.split()[1]
    return (
        f"{name}, {age}, of {place}",
        f"""\
{name}, {age}, of {place}, passed away peacefully at home on {d.day()}, {d.date()}, surrounded by family.

Born on {d.date()}, {2026 - age}, in {d.place()}, {he} was a {d.choice(["son", "daughter", "child"])} of the late
{d.choice(words.FIRST)} and {d.choice(words.FIRST)} ({d.surname()}) {last}. After graduating from {
            d.place()
        } High School
{he} worked for {d.randint(11, 44)} years as {
            d.choice(["a teacher", "a machinist", "a nurse", "a postal clerk", "a farmer", "a bookkeeper"])
        } at {d.firm()} until retiring in {d.randint(1988, 2022)}.

In addition to {his} family, {last} loved {
            d.choice(["gardening", "fishing", "quilting", "woodworking", "baseball"])
        } and
{d.choice(["playing cards", "singing in the choir", "travel", "crossword puzzles", "baking"])}, and never missed a
grandchild's game.

Survivors include three children, {d.person()} of {d.place()}, {d.person()} of {d.place()} and {d.person()} and spouse
{d.choice(words.FIRST)} of {d.place()}; {d.randint(2, 14)} grandchildren; and several nieces and nephews. In addition to
{his} parents, {he} was preceded in death by a brother, {d.choice(words.FIRST)}.

A funeral service will be held at {d.randint(9, 12)} a.m. {d.day()} at the {d.surname()} Funeral Home, {
            d.street()
        }, with
burial to follow in {d.place()} Cemetery. Visitation will be one hour before the service. In lieu of flowers, memorial
contributions may be made to the {d.place()} Public Library.""",
    )


def lotteries(d: Dice, k: int) -> Text:
    game = d.choice(["Pick 5", "Cash Six", "Lucky Lines", "Mega Seven"])
    balls = sorted(d.sample(range(1, 60), 6))
    day = d.day()
    return (
        f"Winning numbers drawn in '{game}' game",
        f"""\
{d.place().upper()} (AP) _ The winning numbers in {day} evening's drawing of the state lottery's "{game}" game were:

{"-".join(f"{ball:02}" for ball in balls[:5])}, Bonus Ball: {balls[5]}, Multiplier: {d.randint(2, 5)}

({", ".join(str(ball) for ball in balls[:5])}; Bonus Ball: {balls[5]})

The estimated jackpot for the next drawing, on {d.day()}, is {d.money(1, 400, 0)}. {d.randint(1, 30):,} players matched
four numbers and won ${d.randrange(100, 900)} each; {d.randint(400, 9000):,} players matched three.

Tickets may be bought until one hour before the drawing. Prizes must be claimed within 180 days. Players must be 18 or
older; if gambling is a problem for you or someone you know, call the help line of the lottery.""",
    )


def courts(d: Dice, k: int) -> Text:
    charges = ("speeding", "possession of a controlled substance", "driving while suspended", "petty theft", "trespass",
               "disorderly conduct", "failure to appear", "criminal mischief")  # fmt: skip
    lines = [
        f"{d.person()}, {d.randint(18, 79)}, of {d.place()}, {d.choice(charges)}, "
        f"fined ${d.randrange(50, 900, 25)} and ${d.randrange(80, 260, 5)} in court costs."
        for _ in range(9)
    ]
    return f"{d.place()} municipal court", "\n\n".join(
        [f"The following cases were heard on {d.day()} in the municipal court of Judge {d.person()}:", *lines]
    )


def weather(d: Dice, k: int) -> Text:
    place, low, high = d.place(), d.randint(20, 50), d.randint(51, 95)
    sky = ("mostly sunny", "partly cloudy", "mostly cloudy", "overcast with a chance of showers", "clear")
    wind = ("north", "northeast", "south", "southwest", "west", "northwest")
    days = [words.DAYS[(k + n) % 7] for n in range(4)]
    rest = "\n\n".join(
        f"{day}: {d.choice(sky).capitalize()}, with a high near {high + d.randint(-8, 8)} and a low around "
        f"{low + d.randint(-8, 8)}. Chance of precipitation {d.randrange(0, 100, 10)} percent."
        for day in days[1:]
    )
    return (
        f"{place} area forecast",
        f"""\
The forecast for {place} and the surrounding area from the National Weather Service:

{days[0]}: {d.choice(sky).capitalize()}, with a high near {high}. {d.choice(wind).capitalize()} wind
{d.randint(3, 9)} to {d.randint(10, 24)} mph, with gusts as high as {d.randint(25, 45)} mph. {days[0]} night:
{d.choice(sky).capitalize()}, with a low around {low}.

{rest}

Sunrise is at 6:{d.randint(10, 59)} a.m. and sunset at 6:{d.randint(10, 59)} p.m. The river stage at {d.place()} was
{d.uniform(2, 19):.1f} feet at 7 a.m., {d.choice(["up", "down"])} {d.uniform(0.1, 2):.1f} feet in 24 hours.""",
    )


def matches(d: Dice, k: int) -> Text:
    home, away = f"{d.place()} City", f"{d.place()} United"
    goals, other = d.randint(2, 5), d.randint(0, 1)
    scorer, keeper = d.person(), d.surname()
    return (
        f"{home} {goals}, {away} {other}",
        f"""\
{scorer} scored {d.choice(["twice", "in each half", "the winner"])} as {home} beat {away} {goals}-{other} on {d.day()}
night before a crowd of {d.randint(900, 42000):,} at {d.place()} Park.

{scorer.split()[1]} opened the scoring in the {d.randint(2, 40)}th minute with a {
            d.choice(["header", "low shot", "free kick", "penalty"])
        } from {d.randint(6, 30)} yards, and {d.person()} added a second {d.randint(3, 20)} minutes
later after a mistake by {d.surname()}. {away} had {d.randint(2, 9)} shots on target, but goalkeeper {keeper} made
{d.randint(2, 8)} saves.

The win was {home}'s {d.randint(4, 20)}th of the season and moved them to {
            d.choice(["second", "third", "fifth", "eighth", "eleventh"])
        } in the table with {d.randint(20, 70)} points from {d.randint(20, 36)} matches. {away} have lost
{d.randint(2, 9)} of their last {d.randint(10, 14)}.

"We knew it would be a hard game and the lads showed great character," said manager {
            d.person()
        }. "We take it one match at
a time, and we go again on {d.day()}."

{home} travel to {d.place()} next, while {away} are at home to {d.place()}.""",
    )


def earthquakes(d: Dice, k: int) -> Text:
    size, place, hour = d.uniform(3.0, 6.4), d.place(), d.randint(1, 12)
    return (
        f"Earthquake: {size:.1f} quake strikes near {place}",
        f"""\
A {d.choice(["shallow", "light", "moderate"])} magnitude {size:.1f} earthquake was reported {d.day()}
{d.choice(["morning", "evening", "afternoon"])} {d.randint(2, 60)} miles from {place}, according to the
Geological Survey. The temblor occurred at {hour}:{d.randint(10, 59)} local time at a depth of {
            d.uniform(0.3, 60):.1f} miles.

According to the agency, the epicenter was {d.randint(2, 60)} miles from {d.place()}, {d.randint(2, 80)} miles from
{d.place()} and {d.randint(20, 150)} miles from {d.place()}.

In the past ten days, there have been {d.choice(["no", "one", "two", "five", "eleven"])} earthquakes of magnitude 3.0
or greater centered nearby.

Read more about what to do during an earthquake, and how to prepare for the next one. This information comes from the
agency's notification service and this post was created by an algorithm written by the newsroom.""",
    )


def transfers(d: Dice, k: int) -> Text:
    lines = [
        f"{d.street()}: {d.person()} and {d.person()} to {d.person()}, ${d.randrange(60, 990) * 1000 + 500:,}."
        for _ in range(10)
    ]
    return f"{d.place()} real estate transfers", "\n\n".join(
        [f"The following property transfers were recorded by the county recorder in the week of {d.date()}:", *lines]
    )


def blotters(d: Dice, k: int) -> Text:
    calls = (
        "a caller reported a suspicious vehicle in the {n} block of {s}; the driver was waiting for a friend",
        "officers responded to an alarm at a business in the {n} block of {s}; the building was secure",
        "a resident in the {n} block of {s} reported that tools worth ${v} were taken from an unlocked garage",
        "a two-vehicle crash was reported at {s} and {t}; damage was estimated at ${v} and no one was hurt",
        "a man, {a}, was cited for having no driver's license after a traffic stop near {s}",
        "a dog was reported running at large in the {n} block of {s}; it was returned to its owner",
        "a woman, {a}, was arrested on a warrant in the {n} block of {s} and held in lieu of ${v} bail",
    )
    lines = []
    for _ in range(8):
        names = {"n": d.randrange(100, 3000, 100), "s": d.street().split(" ", 1)[1], "t": d.street().split(" ", 1)[1]}
        call = d.choice(calls).format(**names, v=f"{d.randrange(100, 9000, 50):,}", a=d.randint(18, 77))
        lines.append(f"{d.randint(1, 12)}:{d.randint(10, 59)} {d.choice(['a.m.', 'p.m.'])} {d.day()}, {call}.")
    return f"{d.place()} police log", "\n\n".join(
        [f"These are some of the calls to which the {d.place()} Police Department responded this week:", *lines]
    )


def funds(d: Dice, k: int) -> Text:
    fund, share = f"{d.surname()} Global Income Fund", d.uniform(0.02, 0.9)
    return (
        f"{fund} declares monthly distribution",
        f"""\
{d.place().upper()} - {fund} (the "Fund") today announced that its board has declared a distribution of
${share:.4f} per common share for the month of {d.choice(words.MONTHS)}, payable on {d.date()} to shareholders of record
on {d.date()}. The ex-dividend date is {d.date()}.

The Fund's net asset value per share at the close on {d.day()} was ${d.uniform(6, 30):.2f} and its market price
${d.uniform(6, 30):.2f}, so that the current distribution is an annual rate of {d.uniform(3, 14):.2f} percent
of the price.

A portion of the distribution may be a return of capital. It is estimated that {d.randint(10, 90)} percent of it comes
from net investment income and the rest from realized gains. The final determination of the source of all distributions
for tax reporting will be made after the end of the year, and shareholders will then receive a form with the amounts.

The Fund is a diversified, closed-end management investment company with assets of {d.money(80, 990)}. Its investment
objective is high current income, with growth of capital as a second objective. There is no assurance that the Fund will
reach its objectives. Past performance is no guarantee of future results; shares may trade at a premium or a discount to
their net asset value. Call the Fund's adviser at 555-{d.randint(1000, 9999)} for more information.""",
    )


KINDS: tuple[Callable[[Dice, int], Text], ...] = (
    earnings, bonds, repos, obituaries, lotteries, courts, weather, matches, earthquakes, transfers, blotters, funds,
)  # fmt: skip


def texts(each: int = EACH, seed: int = 1) -> Iterator[tuple[str, dict[str, str]]]:
    """Kind and JSON record of every templated story; each kind is printed by three outlets over five days."""
    for kind in KINDS:
        for k in range(each):
            dice = Dice(f"{seed} {kind.__name__} {k}")
            headline, text = kind(dice, k)
            outlet = f"{kind.__name__.title()} Desk {k % 3 + 1}"
            published = BEGIN + timedelta(minutes=dice.randrange(5 * 24 * 60))
            yield (
                kind.__name__,
                {
                    "id": f"{kind.__name__}-{k}",
                    "url": f"https://{kind.__name__}-{k % 3}.example/{k}",
                    "source": outlet,
                    "headline": headline,
                    "published": published.isoformat(),
                    "text": "\n\n".join(" ".join(part.split()) for part in text.split("\n\n")),
                },
            )
