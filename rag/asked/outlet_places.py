"""What makes an outlet's place in a sentence that of a source: "reported by", "according to", "the ... article".

Pure: a text and the outlets that it mentions in, the same mentions judged out.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rag.asked.outlet_names import Mention

_PIECE = (
    r"(?:articles?|stor(?:y|ies)|reports?|pieces?|reviews?|coverage|analys[ie]s|columns?|editorials?|op-eds?|posts?|"
    r"interviews?|profiles?|features?|headlines?|newsletters?|podcasts?|guides?|explainers?|investigations?|scoops?|"
    r"exclusives?|papers?|study|studies|accounts?|reporting|essays?|write-ups?|obituar(?:y|ies)|rankings?|blog|website)"
)
_STAFF = r"(?:journalists?|reporters?|columnists?|correspondents?|critics?|reviewers?)"
_VERB = (
    r"(?:says?|said|wr[io]tes?|written|finds?|found|thinks?|thought|imply|implied|implies|(?:tells?|told)(?! its)|"
    r"br[eo]a?ke? the|maintain \w+|ma[dk]e of|shared|point(?:s|ed)? (?:out|to)|"
    r"(?:chang|revis|alter|updat)ed? (?:its|their)(?: \w+){0,3} (?:explanation|advice|approach|stance|coverage|"
    r"position|view|story|verdict|rating)|(?:report|claim|describ|mention|discuss|not(?=[ei])|publish|cover|suggest|argu|"
    r"reveal|explain|call|cit|quot|stat|alleg|indicat|highlight|characteri[sz]|depict|portray|attribut|review|rat|rank|"
    r"predict|warn|detail|refer|credit|compar|present|recommend|outlin|observ|advis|expos|uncover|interview|learn|confirm|"
    r"emphasi[sz]|critici[sz]|prais|assert|express|anticipat|focus|expect|speculat|document|"
    r"summari[sz]|analy[sz]|conclud|debunk|chronicl)(?:s|es?|ed|ing)?)\b"
)
_TOLD = (
    r"(?:reported|covered|discussed|described|mentioned|noted|highlighted|detailed|reviewed|published|quoted|cited|written|"
    r"revealed|suggested|claimed|stated|depicted|portrayed|featured|outlined|alleged|indicated|explained|interviewed|"
    r"profiled|characteri[sz]ed|presented|documented|scrutini[sz]ed|recogni[sz]ed|rumou?red|carried|ranked|rated|credited|"
    r"identified|seen|read|appear(?:s|ed|ing)?|printed|uncovered|exposed|broken)"
)
_NAME_BEGINS = (
    r"(?: (?:both|an?|another|(?:sources|outlets) (?:including|such as|like)))*\s+[\"'‘“]?(?:the\s+)?"
    r"(?:(?:journal|magazine|newspaper|news site|outlet|site|website|publication)\s+)?[\"'‘“]?$"
)
_CITED_BEFORE = re.compile(
    rf"\b(?:according to|as per|per|via|source:|tells?|told|telling|interview(?:ed)? (?:with|by|for|in)|"
    rf"sp(?:eak|oke|eaking|oken) (?:to|with)|says|writes|wrote|(?:{_TOLD}|wr[io]te|say|said|argued?)"
    rf"(?: \w+){{0,2}} (?:by|in|on|at|for)){_NAME_BEGINS}|^(?:In|On|For|From|Per) (?:the )?$",
    re.IGNORECASE,
)
_PIECE_BEFORE = re.compile(
    rf"\b(?:{_PIECE}|another|one)(?: (?:published|posted|written|appearing|that ran))? (?:from|by|in|on|at)"
    rf"{_NAME_BEGINS}",
    re.IGNORECASE,
)
_LIKELY_BEFORE = re.compile(r"\b(?:by|from|in|on|both)\s+[\"'‘“]?(?:the\s+)?[\"'‘“]?$", re.IGNORECASE)
_WORK = re.compile(
    r"\b(?:report(?:s|ed|ing)?|coverage|articles?|approach|portrayal|stor(?:y|ies)|guides?)\b", re.IGNORECASE
)
_CLOSED = r"[\"'’”]?(?:['’]s?)?[\"'’”]?,?(?:\s+(?:magazine|newspaper|site|journal)\b)?\s+"
_FILLER = (
    r"(?:(?!(?:is|are|was|were|be|did|do|does|has|have|had|will|would|can|could|to|of|and|or|in|on|at|by|for|from|with|its?|"
    r"their|an?|the|his|her|about|after|before|that|who|which|while|laid|bought|sold|hired|fired|su(?:e[sd]?|ing)|sign\w*|"
    r"launch\w*|lawsuit|suit|case|deal|ceo|editor|v|vs|versus|use[sd]?|cut|los[et])\b)[\w'’,-]+\s+)"
)
_PIECE_AFTER = re.compile(
    rf"{_CLOSED}{_FILLER}{{0,3}}?(?:{_PIECE}|{_STAFF}\s+(?:\w+\s+){{0,2}}{_VERB})(?![\w-])", re.IGNORECASE
)
_VERB_AFTER = re.compile(
    rf"(?!['’]s\b)[\"'’”]?,?(?:\s+(?:magazine|newspaper|site|journal)\b)?\s+"
    rf"(?:(?:also|first|did|does|do|not|never|has|have|had|once|recently|still|both|all|\w+ly)\s+){{0,3}}{_VERB}",
    re.IGNORECASE,
)
_PERSON_AFTER = re.compile(rf"['’]s?\s+(?:[A-Z][\w.’'-]*\s+){{1,3}}(?:also\s+)?{_VERB}")
AGREE_AFTER = re.compile(
    r"['’”\"]?\s+(?:both\s+|all\s+)?(?:(?:dis)?agree|differ|contradict|conflict)s?\b", re.IGNORECASE
)
_PARTY_AFTER = re.compile(
    r"\s+report(?:s|ed|ing)?\s+(?:(?:an?|its|their|record|quarterly|annual|big|net|first)\s+)*"
    r"(?:loss|losses|profits?|revenues?|earnings|outage|breach|results)\b"
    r"|\s+\w+\s[^?.!]{0,60}?\bin (?:its|their) (?:\w+ )?(?:lawsuit|complaint|suit|countersuit|filing)\b",
    re.IGNORECASE,
)
"""The outlet as a firm or as a party to a case: its losses, its complaint."""
_ABOUT_BEFORE = re.compile(
    r"\b(?:train|scrap|cop[yi]|steal|stole|licen[cs]|us(?:e|es|ed|ing)\b|memori[sz]|ingest|crawl|block|plagiari[sz]|hir|left\b|"
    r"leav|poach|depart|join|fir(?:ed|ing)\b|bought|buy|acqui|s[eo]ld?\b|own|found(?:ed|er)|su(?:e[sd]?|ing)\b|deal|partner|invest|"
    r"stake|layoffs?|lawsuit|(?:millions|thousands|hundreds|copies|archives?) of|how many)\w*(?:\s[^\s?.!;,]+){0,4}?\s*"
    r"[\"'‘“]?(?:the\s+)?[\"'‘“]?$",
    re.IGNORECASE,
)
_BLOG_AFTER = re.compile(
    r"['’]?s?\s+(?:own\s+|official\s+|company\s+)?(?:blog|website|newsroom|press release)\b", re.IGNORECASE
)


def judged(text: str, mention: Mention) -> Mention:
    """`mention` with whether its place in the sentence makes it a source, or would in a question that has others."""
    before, after = text[max(0, mention.start - 90) : mention.start], text[mention.end : mention.end + 110]
    if mention.company:
        return replace(mention, sure=bool(_BLOG_AFTER.match(after)))
    about = bool(_ABOUT_BEFORE.search(before))
    sure = _CITED_BEFORE.search(before) or (
        not _PARTY_AFTER.match(after) and (_VERB_AFTER.match(after) or _PERSON_AFTER.match(after))
    )
    piece = (
        _PIECE_BEFORE.search(before)
        or _PIECE_AFTER.match(after)
        or (mention.keys and _LIKELY_BEFORE.search(before) and _WORK.search(text, 0, mention.start))
    )
    likely = bool(mention.keys) and not about and bool(_LIKELY_BEFORE.search(before))
    return replace(mention, sure=bool(sure or (piece and not about)), likely=likely)
