"""PDF files: paragraphs out of drawn lines, honest titles and dates, and a reason for every file that gives no text."""

from __future__ import annotations

import io
import random
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from corpus import Article, load
from corpus.errors import ArticleError
from corpus.files.pdf import MAX_PAGES, pdf_file_record, pdf_record
from corpus.files.textfile import MAX_FILE_BYTES

PARAGRAPHS = """
Lumen Labs hired Ana Lind from a rival on Tuesday. She will lead a team of twelve engineers who build the clusters on \
which the next model is trained, the company said in a note to its staff.
The company did not say what it pays her. Her former employer declined to comment. Two people who know the matter \
said that the offer had been on the table since March, and that an office of her own in the north of the city with its \
own door was part of it.
Analysts expect more such moves. The market for people who can keep ten thousand chips busy is small, and it is \
getting smaller with every quarter, one of them said.
""".strip().split("\n")


def story(count: int) -> list[str]:
    """That many paragraphs, no two alike."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        " ".join(f"Firm {one}{two} sold {two}{two} chips to {one}{one}." for two in letters[: 5 + number % 9])
        for number, one in zip(range(count), letters * count, strict=False)
    ]


class Paper(FPDF):
    """Pages with the paper's name above and the page's number below."""

    heads = False

    def header(self) -> None:
        if self.heads:
            self.set_font("Helvetica", "I", 8)
            self.cell(0, 8, "The Daily Lantern - Technology")
            self.ln(12)

    def footer(self) -> None:
        if self.heads:
            self.set_y(-15)
            self.set_font("Helvetica", "", 8)
            self.cell(0, 8, f"Page {self.page_no()} of 9", align="C")


def paper(
    paragraphs: list[str] = PARAGRAPHS, *, headline: str = "", title: str = "", author: str = "", **options
) -> bytes:
    """A PDF with these paragraphs; `heads`: with running heads, `columns`: in so many columns."""
    pdf = Paper()
    pdf.heads = options.get("heads", False)
    pdf.set_title(title)
    pdf.set_author(author)
    pdf.set_creation_date(datetime(2020, 1, 2, tzinfo=UTC))
    pdf.add_page()
    if headline:
        pdf.set_font("Helvetica", "B", 20)
        pdf.multi_cell(0, 10, headline)
        pdf.ln(4)
    pdf.set_font("Times", "", 11)
    if options.get("columns"):
        with pdf.text_columns(ncols=options["columns"], gutter=8, text_align="J") as columns:
            for number, paragraph in enumerate(paragraphs):
                if number:
                    columns.ln(4)
                columns.write(paragraph + "\n")
    else:
        for paragraph in paragraphs:
            pdf.multi_cell(0, 5, paragraph)
            pdf.ln(options.get("gap", 3))
    return bytes(pdf.output())


def by_hand(content: bytes, *, pages: int = 1, packed: bool = False, extra: bytes = b"") -> bytes:
    """A PDF of one page (or the same one many times) that draws `content`, made without a library."""
    data, filters = (zlib.compress(content), b"/Filter /FlateDecode ") if packed else (content, b"")
    kids = b" ".join([b"3 0 R"] * pages)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> "
    picture = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        page + extra + b" >> >>",
        b"<< %s/Length %d >>\nstream\n" % (filters, len(data)) + data + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        picture + b" /Length 1 >>\nstream\n0\nendstream",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def drawn(*lines: str, leading: int = 14) -> bytes:
    """A page with these lines, one under the other."""
    shows = b" ".join(b"(" + line.encode("cp1252") + b") Tj 0 -%d Td" % leading for line in lines)
    return b"BT /F1 12 Tf 72 720 Td " + shows + b" ET"


def paragraphs(data: bytes) -> list[str]:
    return str(pdf_record(data, item="a.pdf")["text"]).split("\n\n")


def why_not(data: bytes) -> str:
    with pytest.raises(ArticleError) as caught:
        pdf_record(data, item="a.pdf")
    assert caught.value.item == "a.pdf"
    return caught.value.why


# Text ----------------------------------------------------------------------------------------------------------------


def test_lines_become_the_paragraphs_that_were_written():
    assert paragraphs(paper()) == PARAGRAPHS


def test_without_gaps_between_them_paragraphs_end_where_a_short_line_ends_a_sentence():
    assert paragraphs(paper(gap=0)) == PARAGRAPHS


def test_columns_are_read_one_after_the_other():
    many = story(20)
    assert " ".join(paragraphs(paper(many, columns=2))) == " ".join(many)


def test_running_heads_and_page_numbers_leave_no_trace_between_two_pages():
    many = story(40)
    data = paper(many, heads=True)
    assert len(PdfReader(io.BytesIO(data)).pages) > 1
    assert " ".join(paragraphs(data)) == " ".join(many)


def test_a_paragraph_that_goes_on_overleaf_stays_one():
    long = " ".join(f"Clause {number} of the sentence goes on, and" for number in range(400)) + " here it ends."
    assert paragraphs(paper([long], heads=True)) == [long]


def test_a_page_number_alone_is_no_text_and_a_number_in_the_text_stays():
    assert paragraphs(by_hand(drawn("In 2023 the firm had", "40 people and 12 chips.", "17"))) == [
        "In 2023 the firm had 40 people and 12 chips."
    ]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("The firm owns infra-", "structure in Iceland."), "The firm owns infrastructure in Iceland."),
        (("Open-source code. It is open-", "source as before."), "Open-source code. It is open-source as before."),
        (("It is a state-of-the-", "art machine, they said."), "It is a state-of-the-art machine, they said."),
        (
            ("A deal for 2023-", "24 was signed by US-", "Iranian friends."),
            "A deal for 2023-24 was signed by US-Iranian friends.",
        ),
        (
            ("The firm - a new one -", "grows quickly in the north."),
            "The firm - a new one - grows quickly in the north.",
        ),
    ],
)
def test_words_that_a_line_end_broke_are_whole_again(lines: tuple[str, ...], joined: str):
    assert paragraphs(by_hand(drawn(*lines))) == [joined]


def test_a_list_stays_a_list():
    lines = ("The firm promised three things to the city:", "1. Jobs for the young.", "2. Heat from the machines.")
    assert paragraphs(by_hand(drawn(*lines))) == list(lines)


def test_ligatures_are_spelled_out():
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"2 beginbfchar <01> <FB01> <02> <FB03> endbfchar endcmap"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /ToUnicode 7 0 R >>"
    data = by_hand(b"BT /F1 12 Tf 72 720 Td (The \x01rst o\x02ce opens.) Tj ET")
    data = data.replace(b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>", font)
    cmap = b"7 0 obj\n<< /Length %d >>\nstream\n" % len(to_unicode) + to_unicode + b"\nendstream\nendobj\n"
    assert paragraphs(data.replace(b"xref\n0 7", cmap + b"xref\n0 7")) == ["The first office opens."]


# What it states ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "headline", "title"),
    [
        ("Lumen hires Lind", "", "Lumen hires Lind"),
        ("Lumen hires Lind", "Lumen hires Lind from a rival", "Lumen hires Lind"),
        ("Our paper's template", "Lumen hires Lind from a rival", "Lumen hires Lind from a rival"),
        ("Microsoft Word - draft.docx", "Lumen hires Lind from a rival", "Lumen hires Lind from a rival"),
        ("Microsoft Word - draft.docx", "", "lumen hires"),
        ("final_v3", "", "lumen hires"),
        ("untitled", "", "lumen hires"),
        ("about:blank", "", "lumen hires"),
        ("", "", "lumen hires"),
        ("", "Lumen hires Lind " * 5, ("Lumen hires Lind " * 5).strip()),
    ],
)
def test_the_title_is_the_one_printed_or_stated_else_the_files_name(
    tmp_path: Path, stated: str, headline: str, title: str
):
    path = tmp_path / "lumen-hires.pdf"
    path.write_bytes(paper(headline=headline, title=stated))
    assert pdf_file_record(path)["title"] == title


@pytest.mark.parametrize(
    ("stated", "authors"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("Jane Doe; Bo Ray, Al Lee", ["Jane Doe", "Bo Ray", "Al Lee"]),
        *((nobody, []) for nobody in ("", "user", "Microsoft Office User", "jdoe", "jane@a.example", "admin1")),
    ],
)
def test_authors_are_people_and_not_accounts(stated: str, authors: list[str]):
    assert pdf_record(paper(author=stated), item="a.pdf")["authors"] == authors


def test_a_pdf_in_a_folder_is_an_article_without_a_date_since_none_says_when_it_was_published(tmp_path: Path):
    (tmp_path / "a.PDF").write_bytes(paper(headline="Lumen hires Lind from a rival"))
    (article,) = load(tmp_path, fetched=datetime(2024, 6, 1, tzinfo=UTC))
    assert isinstance(article, Article)
    assert (article.title, article.source, article.url) == ("Lumen hires Lind from a rival", "a.PDF", None)
    assert (article.published, article.updated, article.language) == (None, None, "en")
    assert article.text == "\n\n".join(PARAGRAPHS)


# Bad input -----------------------------------------------------------------------------------------------------------


def encrypted(user_password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(paper())))
    writer.encrypt(user_password, "the owner's", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_that_only_a_password_opens_is_an_error_that_says_so():
    assert "is encrypted and opens with a password only" in why_not(encrypted("secret"))


def test_a_pdf_that_is_merely_protected_against_changes_is_read():
    assert paragraphs(encrypted("")) == PARAGRAPHS


def test_a_scan_is_an_error_that_names_ocr():
    scan = by_hand(b"q 612 0 0 792 0 0 cm /I Do Q", extra=b"/XObject << /I 6 0 R >>")
    assert why_not(scan) == "holds pictures of pages and no text: run OCR on it first"
    numbered = by_hand(b"q /I Do Q " + drawn("12"), extra=b"/XObject << /I 6 0 R >>")
    assert "no text" in why_not(numbered)


def test_empty_pages_are_an_error():
    assert why_not(by_hand(b"")) == "holds no text"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_pdf_that_was_cut_off_is_an_error_even_where_some_pages_could_be_saved(share: float):
    data = paper(PARAGRAPHS * 20)
    assert "is cut off" in why_not(data[: int(len(data) * share)])


def test_padding_after_the_end_does_no_harm():
    assert paragraphs(paper() + b"\0" * 5000 + b"\r\n") == PARAGRAPHS


@pytest.mark.parametrize("data", [b"", b"<html><body>Not found</body></html>", b"PK\x03\x04 a zip", b"%PD"])
def test_what_is_no_pdf_is_an_error(data: bytes):
    assert "is not a PDF" in why_not(data)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n%%EOF",
        b"%PDF-1.4\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF",
        by_hand(b"").replace(b"/Type /Pages /Kids [3 0 R]", b"/Type /Pages /Kids [2 0 R]"),
        by_hand(b"").replace(b"<< /Type /Catalog /Pages 2 0 R >>", b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["),
        b"%PDF-1.4\n1 0 obj\n" + b"[" * 50_000 + b"\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF",
    ],
)
def test_a_damaged_pdf_is_an_error(data: bytes):
    assert any(words in why_not(data) for words in ("damaged", "holds no text", "unpacks to more"))


def test_a_page_that_unpacks_to_hundreds_of_megabytes_is_refused():
    bomb = by_hand(b" " * 100_000_000, packed=True)
    assert len(bomb) < 200_000
    assert "unpacks to more" in why_not(bomb)


def test_too_many_pages_are_refused_before_they_are_read():
    assert f"has {MAX_PAGES + 1} pages; the limit is {MAX_PAGES}" in why_not(
        by_hand(drawn("Word."), pages=MAX_PAGES + 1)
    )


def test_too_many_characters_are_refused():
    page = drawn(*(f"Line {number} of a page that is drawn over and over again." for number in range(100)), leading=1)
    assert "has more than 1,000,000 characters" in why_not(by_hand(page, pages=300))


def test_a_file_that_takes_too_long_is_given_up_on(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("corpus.files.pdf.MAX_SECONDS", 0.0)
    assert "seconds to read" in why_not(paper())


def test_a_pdf_over_the_size_limit_is_refused_unread():
    assert "the limit is 32 MB" in why_not(b"%PDF-" + b" " * MAX_FILE_BYTES)


def test_letters_that_no_one_can_tell_are_an_error():
    private = b"".join(b"<%02X> <E0%02X> " % (code, code) for code in range(32, 127))
    cmap = (
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 95 beginbfchar " + private + b"endbfchar endcmap"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /ToUnicode 7 0 R >>"
    data = by_hand(drawn("Nobody knows which letters these are.", "ABC"))
    data = data.replace(b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>", font)
    stream = b"7 0 obj\n<< /Length %d >>\nstream\n" % len(cmap) + cmap + b"\nendstream\nendobj\n"
    why = why_not(data.replace(b"xref\n0 7", stream + b"xref\n0 7"))
    assert "run OCR" in why or "no text" in why


def damaged(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 5, 50))):
        at = rng.randrange(len(changed))
        how = rng.randrange(3)
        if how == 0:
            changed[at] = rng.randrange(256)
        elif how == 1:
            del changed[at : at + rng.randrange(40)]
        else:
            changed[at:at] = changed[: rng.randrange(60)]
    return bytes(changed) + b"\n%%EOF"


def is_read(data: bytes) -> bool:
    try:
        return bool(pdf_record(data, item="a.pdf")["text"])
    except ArticleError:
        return False


def test_any_damage_gives_a_text_or_an_article_error():
    rng = random.Random(7)
    sound = [paper(heads=True), by_hand(drawn("One line.", "Another line.")), encrypted("")]
    assert sum(is_read(damaged(rng, rng.choice(sound))) for _ in range(150)) > 10
