"""Which type of thing a noun is the word for: a CEO is a person, a valuation is money."""

from __future__ import annotations

_TYPES = {
    noun: kind
    for kind, nouns in {
        "person": (
            "person man woman people ceo cto cfo coo founder co-founder cofounder executive actor actress judge "
            "president chairman chair director author writer engineer researcher scientist professor minister "
            "senator lawmaker politician governor mayor candidate celebrity singer musician rapper artist player "
            "golfer runner driver star athlete coach manager leader lawyer prosecutor billionaire investor "
            "journalist reporter boss head whistleblower employee host winner individual king queen premier "
            "commissioner official figure veteran philosopher expert analyst"
        ),
        "organisation": (
            "company startup start-up firm lab outlet university agency organisation organization bank newspaper "
            "publisher team club chain retailer automaker maker airline network union group court regulator "
            "ministry department school college institute committee commission party brand business vendor "
            "provider league store supplier association carmaker chipmaker giant studio laboratory manufacturer "
            "insurer operator band"
        ),
        "place": (
            "country city state place county continent town region province island village location venue area "
            "headquarters stadium nation hometown jurisdiction capital territory"
        ),
        "date": "date day year month week deadline quarter decade century season weekday birthday time",
        "duration": "duration period long length soon sentence",
        "money": (
            "money fine price valuation revenue salary cost funding fee budget investment profit loss penalty sum "
            "dollar euro pound worth income earning debt compensation bonus settlement tax revenues"
        ),
        "percent": "percentage percent share proportion fraction rate odds probability",
        "amount": "amount size volume",
        "number": ("number count old often score age magnitude temperature speed population total"),
        "name": (
            "name model chip app tool product song album film movie book game show award law act bill service "
            "platform chatbot assistant software language title website slogan nickname festival planet processor "
            "gpu"
        ),
        "reason": "reason cause motive",
    }.items()
    for noun in nouns.split()
}


def type_of(noun: str) -> str:
    """The type of thing that a noun, in the singular or the plural, is the word for; "any" if unknown."""
    forms = [noun, noun.removesuffix("s"), noun.removesuffix("es")]
    if noun.endswith("ies"):
        forms.append(f"{noun[:-3]}y")
    return next((_TYPES[form] for form in forms if form in _TYPES), "any")
