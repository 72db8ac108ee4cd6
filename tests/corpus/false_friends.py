"""False friends: texts that look like copies of a story and are another one. `wire_copies` makes the true copies."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from wire_copies import FACTS, LEADS, filled, first_words, name_in, sentences

FIRMS = ("Nvidia", "Advanced Micro Devices", "Intel", "Broadcom", "Arm", "Micron", "Oracle", "Palantir")


def follow_up(text: str, rng: random.Random) -> str:
    """A later story: new lead, new facts, and two background paragraphs of the earlier one (a quarter to half)."""
    parts = sentences(text)
    name = name_in(text)
    size = max(2, min(3, len(parts) // 8))
    starts = rng.sample(range(0, max(1, len(parts) - size), size), 2) if len(parts) > 3 * size else [0]
    background = [" ".join(parts[start : start + size]) for start in starts]
    facts = [filled(form, name, rng) for form in rng.sample(FACTS, len(FACTS))]
    wanted = max(60, rng.uniform(1.3, 3) * len(" ".join(background).split()))
    new: list[str] = [filled(rng.choice(LEADS), name, rng)]
    while facts and len(" ".join(new).split()) < wanted:
        new.append(facts.pop())
    where = sorted(rng.randint(1, len(new)) for _ in background)
    for position, block in reversed(list(zip(where, background, strict=True))):
        new.insert(position, block)
    return "\n\n".join(new)


def borrowed_facts(text: str, rng: random.Random, others: Sequence[str]) -> str:
    """A later story whose new part is real prose of another article, with two background paragraphs of this one."""
    parts = sentences(text)
    size = max(2, min(4, len(parts) // 8))
    starts = rng.sample(range(len(parts) - size), 2) if len(parts) > 2 * size else [0]
    own = [" ".join(parts[start : start + size]) for start in starts]
    new = sentences(first_words(rng.choice(others), rng.uniform(1.3, 3) * len(" ".join(own).split())))
    for block in own:
        new.insert(rng.randint(1, len(new)), block)
    return "\n\n".join(new)


def daily_report(rng: random.Random, firm: str, day: date) -> str:
    """A market report out of one template: only the firm, the day and the figures differ from another day's."""
    up = rng.random() < 0.5
    value = {key: round(rng.uniform(0.2, 9), 1) for key in "abcdef"}
    price, volume = round(rng.uniform(20, 900), 2), rng.randint(11, 99)
    return (
        f"Shares of {firm} {'rose' if up else 'fell'} {value['a']}% on {day:%A} to close at ${price}, as investors "
        f"weighed demand for chips that train artificial intelligence models.\n\n"
        f"About {volume} million shares changed hands on {day:%d %B}, against an average of {rng.randint(11, 99)} "
        f"million over the past {rng.randint(20, 60)} sessions. The stock has {'gained' if up else 'lost'} "
        f"{value['b']}% this month and trades at {rng.randint(12, 80)} times expected earnings.\n\n"
        f"The Nasdaq Composite {rng.choice(('added', 'shed'))} {value['c']}%, the S&P 500 {value['d']}%. Among other "
        f"chip makers, {rng.choice(FIRMS)} moved {value['e']}% and {rng.choice(FIRMS)} {value['f']}%.\n\n"
        f"Analysts surveyed by Example Data have an average price target of ${rng.randint(20, 950)} on {firm}, with "
        f"{rng.randint(5, 50)} recommending to buy it and {rng.randint(1, 9)} to sell. The company is due to report "
        f"quarterly results on {day + timedelta(days=rng.randint(9, 60)):%d %B}."
    )


def weekly_round_up(rng: random.Random, items: Sequence[str], week: int) -> str:
    """A newsletter with the same opening, headings and closing every week, and other items."""
    picked = [first_words(item, 60) for item in rng.sample(items, 4)]
    headings = ("The big one", "Money", "Research", "And finally")
    middle = "\n\n".join(f"{heading}\n\n{item}" for heading, item in zip(headings, picked, strict=True))
    return (
        f"Welcome to issue {week} of The Weekly Example, the newsletter that gathers what happened in artificial "
        "intelligence so that you do not have to. If somebody forwarded you this mail, you can subscribe.\n\n"
        f"{middle}\n\nThat is all for this week. Reply to this mail with what we missed, tell a friend if you liked "
        "it, and see you next Friday. The Weekly Example is written by hand and sent to readers who asked for it."
    )
