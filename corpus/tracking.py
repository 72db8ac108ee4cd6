"""The parameters of an address that tell where its reader came from and nothing of the page.

Only names that nothing else is called by: two addresses that differ in any other parameter are two articles, and where
they are one story, `corpus.near_duplicates` finds it. Ids rest on this list, so it is kept here and not in a library:
a name that is added makes one article of what were two.
"""

from __future__ import annotations

_FAMILIES = ("utm_", "mtm_", "hsa_", "bsft_", "oly_")
"""Google Analytics and whoever took over its names, Matomo, HubSpot Ads, Blueshift, Olytics."""
_NAMES = frozenset(
    # Matomo and Piwik
    "pk_campaign pk_cid pk_content pk_keyword pk_kwd pk_medium pk_source piwik_campaign piwik_keyword piwik_kwd "
    # clicks on advertisements: Google, Facebook, Microsoft, Yandex, X, TikTok, LinkedIn, Instagram
    "gclid gclsrc dclid gbraid wbraid srsltid gad_source gad_campaignid fbclid msclkid yclid ysclid twclid ttclid "
    "li_fat_id igshid igsh "
    # Google Analytics and AMP
    "_ga _gl ga_source ga_medium ga_campaign ga_content ga_term usqp "
    # Facebook's older ones, OpenStat
    "fb_action_ids fb_action_types fb_source fb_ref fb_comment_id action_object_map action_ref_map action_type_map "
    "_openstat "
    # mails: Mailchimp, HubSpot, Marketo, Vero, Drip and Klaviyo, beehiiv, Mindbox, MailerLite
    "mc_cid mc_eid mc_tc _hsenc _hsmi __hssc __hstc __hsfp hsctatracking mkt_tok vero_id vero_conv _ke _kx _bhlid "
    "mindbox-message-key ml_subscriber ml_subscriber_hash "
    # campaigns inside a site: Parse.ly, AT Internet, Webtrekk, Adobe
    "itm_source itm_medium itm_campaign itm_content itm_term xtor wt_mc wt_zmc s_cid sc_cid s_kwcid ef_id "
    # apps and shops: Branch, Adjust, AWIN, Wicked Reports, Echobox
    "_branch_match_id _branch_referrer adjust_campaign adjust_tracker adjust_creative awc wickedid rb_clickid "
    "echobox __twitter_impression guccounter guce_referrer guce_referrer_sig __readwiselocation".split()
)
"""The names on which the lists of feed readers and browsers agree (Miniflux, Firefox, AdGuard); in lower case."""


def is_tracking(name: str) -> bool:
    """Whether a parameter of this name says nothing of the page."""
    lowered = name.casefold()
    return lowered in _NAMES or lowered.startswith(_FAMILIES)
