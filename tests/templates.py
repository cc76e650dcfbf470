"""Templated news, made up: texts that are filled forms, each of a different story. Nothing here may be dropped.

Ten kinds that fill the wires: earnings, bonds, obituaries, lotteries, courts, weather, match reports, real estate,
earthquakes, police blotters. Every name and number is drawn; the words between them are the form.
"""

from __future__ import annotations

import random
from collections.abc import Callable

FIRST = (
    "Alma Bernard Carol Dennis Edith Frank Gloria Harold Irene Joseph Karen Leon Martha Nolan Opal Peter Quentin Rosa "
    "Samuel Teresa Ursula Victor Wanda Xavier Yvonne Zachary Amelia Boris Celia Dorian"
).split()
LAST = (
    "Abbott Brandt Castillo Dvorak Eklund Farrow Gallagher Hollis Iverson Jansen Kowalski Lindqvist Marchetti Novak "
    "Okafor Pruitt Quigley Rasmussen Sandoval Thackeray Underhill Vasquez Whitlock Yamada Zielinski Ashdown Beaumont"
).split()
TOWN = (
    "Ashford Brookhaven Cedar Falls Dunmore Eastwick Fairview Glenwood Harlow Ironton Jasper Kingsley Lakemont Millbrook "
    "Northfield Oakdale Pinecrest Quincy Ridgeway Stonebridge Thornton Upland Vernon Westbrook Yorkville Zephyr"
).split()
MASCOT = "Falcons Tigers Pioneers Wildcats Rams Bulldogs Chargers Hornets Knights Mustangs Panthers Eagles".split()
WEEKDAY = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTH = "January February March April May June July August September October November December".split()
STREET = "Maple Oak Birch Chestnut Willow Prospect Highland Jefferson Lincoln Orchard Spruce Walnut".split()
COMPANY = "Aldrex Bionar Corvane Deltrix Enovia Fermont Galtech Hexon Intellus Jorvik Kestrel Lumina Meridian".split()
SECTOR = "drug developer,chip maker,oil refiner,clothing retailer,regional bank,software maker,restaurant chain".split(",")


def texts(each: int = 60, seed: int = 7) -> list[tuple[str, str, str]]:
    """`each` texts of every kind: (kind, headline, text)."""
    out = []
    for kind, fill in KINDS.items():
        rng = random.Random(f"{seed} {kind}")
        for _ in range(each):
            headline, text = fill(rng)
            out.append((kind, headline, text))
    return out


def _name(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def _date(rng: random.Random) -> str:
    return f"{rng.choice(MONTH)} {rng.randint(1, 28)}"


def _earnings(rng: random.Random) -> tuple[str, str]:
    company, town = f"{rng.choice(COMPANY)} {rng.choice(LAST)} Inc.", rng.choice(TOWN)
    eps, eps_2, sales = (f"{rng.uniform(0.1, 4):.2f}" for _ in range(3))
    beat = rng.choice(("surpassed", "missed", "matched"))
    head = f"{company}: fiscal quarter earnings snapshot"
    return head, "\n\n".join(
        (
            f"{company} on {rng.choice(WEEKDAY)} reported net income of ${rng.uniform(1, 900):.1f} million in its "
            f"fiscal {rng.choice(('first', 'second', 'third', 'fourth'))} quarter.",
            f"The {town}-based company said it had profit of ${eps} per share. Earnings, adjusted for one-time gains "
            f"and costs, came to ${eps_2} per share.",
            f"The results {beat} Wall Street expectations. The average estimate of {rng.randint(3, 19)} analysts "
            f"surveyed was for earnings of ${rng.uniform(0.1, 4):.2f} per share.",
            f"The {rng.choice(SECTOR)} posted revenue of ${sales} billion in the period, which also {beat} Street "
            f"forecasts. {rng.randint(3, 12)} analysts expected ${rng.uniform(0.1, 4):.2f} billion.",
            f"Company shares have {rng.choice(('climbed', 'dropped'))} {rng.randint(2, 60)} percent since the "
            f"beginning of the year. In the final minutes of trading on {rng.choice(WEEKDAY)}, shares hit "
            f"${rng.uniform(4, 300):.2f}, a {rng.choice(('rise', 'fall'))} of {rng.randint(2, 50)} percent in the "
            "last 12 months.",
            "This story was generated automatically using data from a financial research service and reviewed by an "
            "editor before it was published.",
        )
    )


def _bonds(rng: random.Random) -> tuple[str, str]:
    borrower = f"{rng.choice(COMPANY)} {rng.choice(('Bank', 'Finance', 'Holdings', 'Capital'))}"
    coupon, price = rng.choice((4, 5, 6, 7, 8)) + rng.choice((0, 0.125, 0.25, 0.5)), rng.uniform(98, 102)
    lead = f"{rng.choice(COMPANY)} {rng.choice(('Securities', 'Brothers', 'International'))}"
    size, year = rng.choice((50, 75, 100, 150, 200, 300, 500)), rng.randint(1995, 2010)
    head = f"{borrower} issues {size} mln dlr bond"
    return head, "\n\n".join(
        (
            f"{borrower} is issuing a {size} mln dlr eurobond due {_date(rng)}, {year} paying {coupon:g} pct and "
            f"priced at {price:.2f} pct, lead manager {lead} said.",
            f"The bond is available in denominations of {rng.choice((1000, 5000, 10000))} dlrs and will be listed in "
            f"{rng.choice(('Luxembourg', 'London', 'Zurich'))}. Payment date is {_date(rng)}.",
            f"Fees comprise {rng.choice(('1-1/4', '1-3/8', '1'))} pct selling concession with "
            f"{rng.choice(('5/8', '1/2', '3/4'))} pct for management and underwriting combined. Co-lead is "
            f"{rng.choice(COMPANY)} Ltd.",
            "The issue is the borrower's first in this market this year and proceeds will be used for general "
            "corporate purposes, the lead manager said.",
        )
    )


def _obituaries(rng: random.Random) -> tuple[str, str]:
    name, town, age = _name(rng), rng.choice(TOWN), rng.randint(51, 101)
    last = name.split()[1]
    she, her = rng.choice((("She", "her"), ("He", "his")))
    head = f"Obituary: {name}"
    return head, "\n\n".join(
        (
            f"{name}, {age}, of {town}, passed away peacefully {rng.choice(WEEKDAY)}, {_date(rng)}, at {her} home "
            "surrounded by family.",
            f"{she} was born {_date(rng)}, {rng.randint(1918, 1965)}, in {rng.choice(TOWN)}, the "
            f"{rng.choice(('son', 'daughter'))} of the late {rng.choice(FIRST)} and {rng.choice(FIRST)} {last}.",
            f"{she} worked for {rng.randint(12, 44)} years at {rng.choice(COMPANY)} before retiring, and was a member "
            f"of {rng.choice(('St. Mark', 'Trinity', 'First Baptist', 'Grace'))} Church. {she} enjoyed gardening, "
            "reading and spending time with the grandchildren.",
            f"{she} is survived by {her} children, {rng.choice(FIRST)}, {rng.choice(FIRST)} and {rng.choice(FIRST)}; "
            f"{rng.randint(2, 14)} grandchildren; and several nieces and nephews.",
            f"Visitation will be held from {rng.randint(1, 4)} to {rng.randint(5, 8)} p.m. {rng.choice(WEEKDAY)} at "
            f"{rng.choice(LAST)} Funeral Home, {rng.randint(10, 990)} {rng.choice(STREET)} Street, {town}. A funeral "
            f"Mass will be celebrated at {rng.randint(9, 11)} a.m. {rng.choice(WEEKDAY)}. Burial will follow in "
            f"{rng.choice(STREET)} Hill Cemetery.",
            "In lieu of flowers, memorial donations may be made to the hospice of the donor's choice. Online "
            "condolences may be left for the family on the website of the funeral home.",
        )
    )


def _lotteries(rng: random.Random) -> tuple[str, str]:
    state, day = rng.choice(TOWN), rng.choice(WEEKDAY)

    def draw(count: int, top: int) -> str:
        return "-".join(f"{number:02d}" for number in sorted(rng.sample(range(1, top), count)))

    head = f"{state} Lottery results for {day}"
    return head, "\n\n".join(
        (
            f"The winning numbers in {day} evening's drawing of the {state} Lottery's games were as follows.",
            f"The winning numbers in {day} evening's drawing of the \"Daily 3\" game were: {draw(3, 10)}.",
            f"The winning numbers in {day} evening's drawing of the \"Daily 4\" game were: {draw(4, 10)}.",
            f"The winning numbers in {day} evening's drawing of the \"Cash 5\" game were: {draw(5, 45)}. Estimated "
            f"jackpot: ${rng.randint(100, 990)},000.",
            f"The winning numbers in {day} evening's drawing of the \"Lucky Lines\" game were: {draw(8, 32)}. Estimated "
            f"jackpot: ${rng.randint(10, 99)},000.",
            f"The winning numbers in {day} evening's drawing of the \"Mega Draw\" game were: {draw(5, 70)}, Mega Ball: "
            f"{rng.randint(1, 25)}. Estimated jackpot: ${rng.randint(20, 600)} million.",
        )
    )


def _courts(rng: random.Random) -> tuple[str, str]:
    county, judge = rng.choice(TOWN), _name(rng)
    charges = (
        "possession of a controlled substance",
        "driving under the influence",
        "theft of property",
        "simple assault",
        "failure to appear",
        "criminal trespass",
        "receiving stolen property",
    )
    lines = [
        f"{_name(rng)}, {rng.randint(18, 71)}, of {rng.choice(TOWN)}, pleaded {rng.choice(('guilty', 'no contest'))} "
        f"to {rng.choice(charges)} and was sentenced to {rng.randint(5, 360)} days in jail, with credit for "
        f"{rng.randint(1, 40)} days served, and fined ${rng.randint(1, 20) * 50} plus court costs."
        for _ in range(rng.randint(6, 12))
    ]
    head = f"{county} County court records"
    first = (
        f"The following cases were heard in {county} County District Court by Judge {judge}. The information is taken "
        "from public records of the clerk of the court."
    )
    return head, "\n\n".join((first, *lines))


def _weather(rng: random.Random) -> tuple[str, str]:
    town, sky = rng.choice(TOWN), ("sunny", "partly cloudy", "mostly cloudy", "clear", "overcast")
    wind = ("north", "south", "east", "west", "northwest", "southwest")
    lines = [
        f"{when} will be {rng.choice(sky)} with a {what} near {rng.randint(18, 96)} degrees and "
        f"{rng.choice(wind)} winds of {rng.randint(3, 14)} to {rng.randint(15, 28)} mph. The chance of "
        f"{rng.choice(('rain', 'showers', 'snow'))} is {rng.randint(0, 9) * 10} percent."
        for when, what in (("Today", "high"), ("Tonight", "low"), *((f"{day}", "high") for day in rng.sample(WEEKDAY, 4)))
    ]
    head = f"{town} weather forecast for {_date(rng)}"
    return head, "\n\n".join(
        (
            f"Here is the forecast for {town} and the surrounding area from the National Weather Service, issued "
            f"{_date(rng)} at {rng.randint(1, 11)}:{rng.randint(10, 59)} a.m.",
            *lines,
            "Drivers should allow extra time for their morning commute where fog is present, the weather service said.",
        )
    )


def _matches(rng: random.Random) -> tuple[str, str]:
    home, away = rng.sample(TOWN, 2)
    home_name, away_name = rng.sample(MASCOT, 2)
    points = [rng.randint(8, 31) for _ in range(4)]
    score = f"{rng.randint(55, 99)}-{rng.randint(30, 54)}"
    star = _name(rng)
    head = f"{home} {home_name} defeat {away} {away_name} {score}"
    return head, "\n\n".join(
        (
            f"{star} scored {points[0]} points to lead the {home} {home_name} to a {score} victory over the {away} "
            f"{away_name} on {rng.choice(WEEKDAY)} night.",
            f"{_name(rng)} added {points[1]} points and {rng.randint(4, 15)} rebounds for the {home_name} "
            f"({rng.randint(2, 20)}-{rng.randint(1, 12)}), who have won {rng.randint(2, 9)} of their last 10 games. "
            f"{_name(rng)} finished with {points[2]} points off the bench.",
            f"The {home_name} led {rng.randint(30, 50)}-{rng.randint(15, 29)} at halftime and never trailed in the "
            "second half.",
            f"{_name(rng)} led the {away_name} ({rng.randint(2, 20)}-{rng.randint(1, 12)}) with {points[3]} points, "
            f"{rng.randint(3, 12)} rebounds and {rng.randint(2, 9)} assists.",
            "The two teams meet again later this season. For more coverage of the league, see the sports page.",
        )
    )


def _real_estate(rng: random.Random) -> tuple[str, str]:
    town = rng.choice(TOWN)
    lines = [
        f"{rng.randint(1, 990)} {rng.choice(STREET)} {rng.choice(('Street', 'Avenue', 'Lane'))}, {rng.choice(TOWN)}: "
        f"{_name(rng)} and {_name(rng)} to {_name(rng)}, ${rng.randint(80, 990)},{rng.randint(0, 9)}00."
        for _ in range(rng.randint(7, 14))
    ]
    head = f"{town} property transfers, week of {_date(rng)}"
    first = (
        f"The following property transfers were recorded in the office of the {town} County clerk in the week that "
        f"ended {_date(rng)}. The sale price is calculated from the transfer tax that was paid."
    )
    return head, "\n\n".join((first, *lines))


def _earthquakes(rng: random.Random) -> tuple[str, str]:
    town, near, far = rng.sample(TOWN, 3)
    size = f"{rng.uniform(2.8, 5.2):.1f}"
    head = f"Earthquake: {size} quake strikes near {town}"
    return head, "\n\n".join(
        (
            f"A shallow magnitude {size} earthquake was reported {rng.choice(WEEKDAY)} "
            f"{rng.choice(('morning', 'afternoon', 'evening'))} {rng.randint(2, 40)} miles from {town}, according to "
            f"the U.S. Geological Survey. The temblor occurred at {rng.randint(1, 12)}:{rng.randint(10, 59)} "
            f"{rng.choice(('a.m.', 'p.m.'))} Pacific time at a depth of {rng.uniform(0.2, 9):.1f} miles.",
            f"According to the USGS, the epicenter was {rng.randint(2, 40)} miles from {near} and {rng.randint(20, 90)} "
            f"miles from {far}.",
            f"In the past 10 days, there have been {rng.choice(('no', 'one', 'two', 'three'))} earthquakes of magnitude "
            "3.0 or greater centered nearby.",
            "This information comes from the USGS Earthquake Notification Service and this post was created by an "
            "algorithm written by the author.",
            "Read more about what to do before, during and after an earthquake on the page of the county's emergency "
            "services.",
        )
    )


def _police(rng: random.Random) -> tuple[str, str]:
    town = rng.choice(TOWN)
    acts = (
        "a report of a suspicious vehicle in the {} block of {} Street. The vehicle was gone when officers arrived.",
        "a two-vehicle accident in the {} block of {} Avenue. No injuries were reported.",
        "a complaint of loud music in the {} block of {} Street. The residents were advised to turn it down.",
        "a report of a stolen bicycle in the {} block of {} Lane. An investigation is continuing.",
        "a domestic disturbance in the {} block of {} Street. One person was taken into custody.",
        "a burglar alarm in the {} block of {} Avenue. The building was found to be secure.",
    )
    lines = [
        f"{rng.randint(1, 12)}:{rng.randint(10, 59)} {rng.choice(('a.m.', 'p.m.'))}: Officers responded to "
        + rng.choice(acts).format(rng.randint(1, 60) * 100, rng.choice(STREET))
        for _ in range(rng.randint(6, 12))
    ]
    head = f"{town} police log, {_date(rng)}"
    first = (
        f"The following calls were answered by the {town} Police Department. All persons are presumed innocent until "
        "proven guilty in a court of law."
    )
    return head, "\n\n".join((first, *lines))


KINDS: dict[str, Callable[[random.Random], tuple[str, str]]] = {
    "earnings": _earnings,
    "bonds": _bonds,
    "obituaries": _obituaries,
    "lotteries": _lotteries,
    "courts": _courts,
    "weather": _weather,
    "matches": _matches,
    "real estate": _real_estate,
    "earthquakes": _earthquakes,
    "police": _police,
}
