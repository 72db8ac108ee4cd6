"""Mails as articles: newsletters built of tables, odd encodings, forwarded mails, and what holds no text."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus import Article, ArticleError, load
from corpus.files.mail_text import without_mail_furniture

FETCHED = datetime(2024, 6, 1, tzinfo=UTC)
LEAD = "Lumen Labs hired Ana Lind from a rival on Tuesday. She will lead a team of twelve engineers."
MORE = "The company did not say what it pays her. Her former employer declined to comment on the move."
LAST = "Analysts expect more such moves, because the market for people who can run clusters is small."
STORY = f"{LEAD}\n\n{MORE}\n\n{LAST}"


def mail(**headers: str) -> EmailMessage:
    """A mail without a body; a header named with an underscore has a hyphen there."""
    message = EmailMessage()
    stated = {
        "From": "The Lumen Letter <letter@mail.lumen.example>",
        "Subject": "Lumen hires Lind",
        "Date": "Tue, 05 Mar 2024 07:30:00 +0100",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in stated.items():
        if value:
            message[name] = value
    return message


def plain_mail(text: str = STORY, **headers: str) -> EmailMessage:
    message = mail(**headers)
    message.set_content(text)
    return message


def newsletter(*paragraphs: str, view: str = "", foot: str = "") -> str:
    """A page as mailing services build them: tables in tables, a hidden preview line, a foot."""
    cells = "".join(
        f"<tr><td style='padding:0 24px'><table width='100%'><tr><td>{paragraph}</td></tr></table></td></tr>"
        for paragraph in paragraphs
    )
    return (
        "<html><head><title>Letter</title><style>td {color: #111}</style></head><body>"
        "<div style='display:none;max-height:0'>What the list of mails shows &#847;&zwnj;&nbsp;&#847;&zwnj;&nbsp;</div>"
        f"<table align='center'><tr><td>{view}</td></tr><tr><td><a href='https://l.example/'><img src='cid:logo'></a>"
        f"</td></tr>{cells}<tr><td><table><tr><td>{foot}</td></tr></table></td></tr></table>"
        "<img src='https://open.mail.example/pixel.gif' width='1' height='1'></body></html>"
    )


VIEW = "<a href='https://letter.lumen.example/p/lumen-hires-lind?e=ab12cd'>View in browser</a>"
FOOT = (
    "<p>You are receiving this email because you signed up at our site.</p><p>The Lumen Letter, 1 Example Street, "
    "Oslo</p><p><a href='https://click.mail.example/u/1'>Unsubscribe</a> | <a href='https://a.example'>Privacy</a></p>"
)


def html_mail(page: str, plain: str = "", **headers: str) -> EmailMessage:
    message = plain_mail(plain or "Your program shows no pages.", **headers)
    message.add_alternative(page, subtype="html")
    return message


def read(folder: Path, message: EmailMessage | bytes) -> Article | ArticleError:
    path = folder / "my-letter.eml"
    path.write_bytes(message if isinstance(message, bytes) else bytes(message))
    (item,) = load(path, fetched=FETCHED)
    return item


def article(folder: Path, message: EmailMessage | bytes) -> Article:
    item = read(folder, message)
    assert isinstance(item, Article), item
    return item


def why_not(folder: Path, message: EmailMessage | bytes) -> str:
    item = read(folder, message)
    assert isinstance(item, ArticleError)
    return item.why


# Headers -------------------------------------------------------------------------------------------------------------


def test_a_mail_states_title_sender_and_the_moment_it_was_sent(tmp_path: Path):
    found = article(tmp_path, plain_mail())
    assert (found.title, found.source, found.url) == ("Lumen hires Lind", "The Lumen Letter", None)
    assert found.published == datetime(2024, 3, 5, 7, 30, tzinfo=timezone(timedelta(hours=1)))
    assert (found.updated, found.authors, found.language) == (None, (), "en")
    assert found.text == STORY


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?B?THVtZW4gaMOkbHQgU2Nocml0dA==?=", "Lumen hält Schritt"),
        ("=?utf-8?Q?Lumen_h=C3=A4lt?= =?utf-8?Q?_Schritt?=", "Lumen hält Schritt"),
        ("=?iso-8859-1?Q?Lumen_h=E4lt_Schritt?=", "Lumen hält Schritt"),
        ("=?no-such-charset?Q?Lumen?=", "=?no-such-charset?Q?Lumen?="),
        ("", "my letter"),
    ],
)
def test_a_subject_is_decoded_and_a_mail_without_one_is_named_after_its_file(tmp_path: Path, subject: str, title: str):
    raw = bytes(plain_mail(Subject=""))
    assert article(tmp_path, (f"Subject: {subject}\n".encode() if subject else b"") + raw).title == title


@pytest.mark.parametrize(
    ("sender", "extra", "source"),
    [
        ("=?utf-8?Q?Der_L=C3=BCmen-Brief?= <brief@lumen.example>", {}, "Der Lümen-Brief"),
        ('"Lind, Ana (The Lumen Letter)" <ana@lumen.example>', {}, "Lind, Ana (The Lumen Letter)"),
        ("ana.lind@news.lumen.example", {}, "lumen.example"),
        ("ana.lind@gmail.com", {}, "my-letter.eml"),
        ("ana.lind@gmail.com", {"List_ID": "The Lumen Letter <letter.lumen.example>"}, "The Lumen Letter"),
        ("ana.lind@gmail.com <ana.lind@gmail.com>", {}, "my-letter.eml"),
        ("", {}, "my-letter.eml"),
    ],
)
def test_the_source_is_the_senders_name_and_never_an_address(
    tmp_path: Path, sender: str, extra: dict[str, str], source: str
):
    raw = bytes(plain_mail(From="", **extra))
    assert article(tmp_path, (f"From: {sender}\n".encode() if sender else b"") + raw).source == source


@pytest.mark.parametrize("date", ["", "yesterday", "Tue, 99 Mar 2024 07:30:00 +0100"])
def test_a_mail_whose_date_cannot_be_read_has_none(tmp_path: Path, date: str):
    raw = bytes(plain_mail(Date=""))
    assert article(tmp_path, (f"Date: {date}\n".encode() if date else b"") + raw).published is None


@pytest.mark.parametrize("prefix", ["Fwd: ", "FW: ", "WG: ", "Fwd: Fw: "])
def test_a_forwarded_mail_does_not_pass_the_day_of_forwarding_for_the_day_of_publishing(tmp_path: Path, prefix: str):
    found = article(tmp_path, plain_mail(Subject=f"{prefix}Lumen hires Lind"))
    assert (found.title, found.published) == ("Lumen hires Lind", None)


# Bodies --------------------------------------------------------------------------------------------------------------


def test_a_newsletter_of_tables_gives_all_its_cells_and_nothing_of_its_frame(tmp_path: Path):
    page = newsletter(f"<p>{LEAD}</p>", f"<p>{MORE}</p>", f"<p>{LAST}</p>", view=VIEW, foot=FOOT)
    assert article(tmp_path, html_mail(page)).text == STORY


def test_the_plain_body_serves_where_the_page_shows_pictures_only(tmp_path: Path):
    assert article(tmp_path, html_mail(newsletter("<img src='cid:all'>"), STORY)).text == STORY


def test_hard_wrapped_lines_are_joined_and_links_in_brackets_leave(tmp_path: Path):
    plain = (
        "View this email in your browser <https://letter.lumen.example/p/a>\n\n---------------------\n\n"
        "Lumen Labs hired Ana Lind from a rival on Tuesday [1]. She will lead a\nteam of twelve engineers who build "
        "clusters ( https://click.mail.example/abc\n) and\nsomewhat more in the north.\n\n"
        f"Read on:\nhttps://letter.lumen.example/read/on\n\n{MORE}\n\n* * *\n\n{LAST}\n\n=====\n"
        "You received this email because you asked for it.\nUnsubscribe: https://click.mail.example/u\n\n"
        "Links:\n------\n[1] https://lumen.example/lind\n"
    )
    text = article(tmp_path, plain_mail(plain)).text
    assert "on Tuesday. She will lead a team of twelve engineers" in text
    assert MORE in text
    assert text.endswith(LAST)
    assert not any(word in text for word in ("http", "browser", "nsubscribe", "[1]", "Links", "---"))


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
def test_every_transfer_encoding_is_undone(tmp_path: Path, coding: str):
    text = f"Zürich – “ja”, sagte sie, und zwar schon am frühen Dienstag.\n\n{LEAD}"
    message = mail()
    message.set_content(text, cte=coding)
    assert article(tmp_path, message).text == text


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("utf-8", "cp1252"),
        ("no-such-charset", "utf-8"),
        ("windows-1251", "utf-8"),
    ],
)
def test_a_charset_that_lies_does_no_harm(tmp_path: Path, declared: str, actual: str):
    text = "The café in Zürich opened “AI week” – déjà vu for the engineers. Señor Núñez spoke about his façade."
    head = f"From: L <l@l.example>\nSubject: S\nMIME-Version: 1.0\nContent-Type: text/plain; charset={declared}\n"
    raw = (head + "Content-Transfer-Encoding: 8bit\n\n").encode() + text.encode(actual)
    assert article(tmp_path, raw).text == text


def test_an_encoding_whose_bytes_look_like_ascii_is_taken_at_its_word(tmp_path: Path):
    text = "同社は火曜日、来年春にトロントに第二の研究所を開設すると発表した。"
    raw = b"From: L <l@l.example>\nSubject: S\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
    assert article(tmp_path, raw + text.encode("iso-2022-jp")).text == text


def test_attached_files_are_left_alone(tmp_path: Path):
    message = plain_mail()
    message.add_attachment("A table of no interest, in a file.", filename="notes.txt")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    assert article(tmp_path, message).text == STORY


def test_a_mail_forwarded_as_an_attachment_is_read_in_place_of_the_note_around_it(tmp_path: Path):
    outer = plain_mail(
        "Worth reading.", From="Bo Ray <bo@example.org>", Subject="Look", Date="Wed, 06 Mar 2024 09:00 +0000"
    )
    outer.add_attachment(plain_mail())
    found = article(tmp_path, outer)
    assert (found.title, found.source, found.text) == ("Lumen hires Lind", "The Lumen Letter", STORY)
    assert found.published == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)


# Where it stands on the web ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "url"),
    [
        (VIEW, "https://letter.lumen.example/p/lumen-hires-lind"),
        (f"{VIEW} {VIEW}", "https://letter.lumen.example/p/lumen-hires-lind"),
        ("<a href='https://letter.lumen.example/7'>Im Browser ansehen</a>", "https://letter.lumen.example/7"),
        (
            "<a href='https://letter.lumen.example/7?id=4&amp;utm_source=x'>Read online</a>",
            "https://letter.lumen.example/7?id=4",
        ),
        ("<a href='https://letter.lumen.example/show?uid=22'>View in browser</a>", None),
        ("<a href='https://click.mail.example/x'>View in browser</a>", None),
        (f"<a href='https://lumen.example/{'aB3' * 20}'>View in browser</a>", None),
        ("<a href='https://a.example/1'>Read online</a> <a href='https://a.example/2'>Web version</a>", None),
        ("<a href='mailto:a@a.example'>View online</a>", None),
        ("<a href='https://lumen.example/chips'>Read our guide to chips</a>", None),
        ("", None),
    ],
)
def test_the_address_is_the_one_link_to_the_mails_own_page_without_its_reader(
    tmp_path: Path, view: str, url: str | None
):
    page = newsletter(f"<p>{LEAD}</p>", f"<p>{MORE}</p>", view=view, foot=FOOT)
    assert article(tmp_path, html_mail(page)).url == url


def test_a_header_that_states_the_address_goes_before_links(tmp_path: Path):
    page = newsletter(f"<p>{LEAD}</p>", view=VIEW)
    stated = html_mail(page, Archived_At="<https://letter.lumen.example/archive/7>")
    assert article(tmp_path, stated).url == "https://letter.lumen.example/archive/7"
    posted = plain_mail(List_Post="<https://letter.lumen.example/p/lind>")
    assert article(tmp_path, posted).url == "https://letter.lumen.example/p/lind"
    assert article(tmp_path, plain_mail(List_Post="<mailto:letter@lumen.example>")).url is None


def test_a_plain_mail_says_where_it_stands_too(tmp_path: Path):
    plain = f"Trouble reading this email? View it online:\nhttps://letter.lumen.example/p/9\n\n{STORY}"
    assert article(tmp_path, plain_mail(plain)).url == "https://letter.lumen.example/p/9"


# Furniture -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "foot",
    [
        "Unsubscribe from this list | Update your preferences",
        "You are receiving this e-mail because you opted in.\n\nOur address is:\n\n1 Example Street, Oslo",
        "This email was sent to you by Lumen.\n\n© 2024 Lumen\n\nPrivacy policy",
        "Wenn Sie diesen Brief nicht mehr wünschen, können Sie ihn hier abbestellen.",
        "Pour vous désabonner, suivez ce lien",
        "READ IN APP\n\nLike\n\nComment\n\nRestack",
        "Forwarded this email? Subscribe here for more",
        "Trouble viewing this email? View it in your browser\n\nUnsubscribe",
        "Facebook, Website, LinkedIn\n\nOur mailing address is:\n1 Example Street, Oslo\n\nUnsubscribe from this list.",
        "Chip Notes is a reader-supported publication. To support my work, consider becoming a subscriber.",
    ],
)
def test_the_foot_of_a_mailing_leaves(foot: str):
    assert without_mail_furniture(f"{STORY}\n\n{foot}") == STORY


def test_the_head_of_a_mailing_leaves():
    head = (
        "View this post on the web at https://letter.lumen.example/p/9\n\nTwo launches, one delay\n\nMira Holt\nJun 7"
    )
    assert without_mail_furniture(f"{head}\n\n{STORY}") == f"Two launches, one delay\n\nMira Holt\n\n{STORY}"
    assert without_mail_furniture(f"Mira Holt Jun 7, 2024\n\n{STORY}") == STORY


def test_invitations_to_read_on_leave_and_headings_of_plain_mails_stand_alone():
    text = f"Launches\n{LEAD} Read more »\nDelays\n{MORE}\n\n{LAST} Read the full story"
    assert without_mail_furniture(text) == f"Launches\n\n{LEAD}\n\nDelays\n\n{MORE}\n\n{LAST}"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Thousands of readers unsubscribe each month, the publisher said, and few of them ever come back to the paper.",
        "The new privacy policy of Lumen Labs takes effect in May.",
        "Readers can view the model's answers in the browser, the company said.",
        "Share prices fell.",
        "The court will hear both sides on June 7.",
        "Readers want to read more.",
        "The firm has copyright in 40,000 songs and wants to be paid for each of them, its lawyers told the court.",
    ],
)
def test_news_that_speaks_of_such_things_stays(paragraph: str):
    text = f"{LEAD}\n\n{paragraph}\n\n{MORE}\n\n{LAST}"
    assert without_mail_furniture(text) == text


# Bad input -----------------------------------------------------------------------------------------------------------


def test_a_mail_without_text_is_an_error(tmp_path: Path):
    assert "has no text" in why_not(tmp_path, plain_mail("\n"))
    pictures = mail()
    pictures.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    assert "pictures or attachments only" in why_not(tmp_path, pictures)


@pytest.mark.parametrize("content", [b"Just a text, no mail at all.\n\nWith paragraphs.", b"\x00\x01\x02 binary \xff"])
def test_what_is_no_mail_is_an_error(tmp_path: Path, content: bytes):
    assert "is not a mail" in why_not(tmp_path, content)


def test_an_empty_file_is_an_error(tmp_path: Path):
    assert why_not(tmp_path, b"") == "is empty"


def test_mails_in_mails_in_mails_end_somewhere(tmp_path: Path):
    raw = b"Subject: S\n\nA text at the bottom of it all.\n"
    for _ in range(3000):
        raw = b"Subject: S\nContent-Type: message/rfc822\n\n" + raw
    assert isinstance(read(tmp_path, raw), ArticleError)


@pytest.mark.parametrize(
    "raw",
    [
        b'From: "<@>,,;: =?utf-8?B?/////?=\nSubject: =?utf-8?q?=ff=fe?=\nDate: x\n\n' + LEAD.encode(),
        b"Subject: S\nContent-Type: multipart/mixed\n\n" + LEAD.encode(),
        b'Subject: S\nContent-Type: text/plain; charset="\n\n' + LEAD.encode(),
        b"Subject: S\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!!not base64!!!",
        b"Subject: S\nContent-Type: text/html\n\n" + b"<table><tr><td>" * 10_000 + LEAD.encode(),
    ],
)
def test_malformed_mails_give_an_article_or_an_error(tmp_path: Path, raw: bytes):
    item = read(tmp_path, raw)
    assert isinstance(item, ArticleError) or item.text


def test_any_damage_gives_an_article_or_an_error(tmp_path: Path):
    rng = random.Random(3)
    sound = bytes(html_mail(newsletter(f"<p>{LEAD}</p>", f"<p>{MORE}</p>", view=VIEW, foot=FOOT), STORY))
    for _ in range(100):
        raw = bytearray(sound)
        for _ in range(rng.choice((1, 10, 60))):
            raw[rng.randrange(len(raw))] = rng.randrange(256)
        assert isinstance(read(tmp_path, bytes(raw)), (Article, ArticleError))
