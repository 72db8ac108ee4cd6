"""Reading publication dates: every usual form, and never a guess."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import EARLIEST, MAX_AHEAD, parse_date
from corpus.months import LANGUAGES, month_number, named_days

NOW, LATER = datetime(2024, 6, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
PACIFIC_WINTER, PACIFIC_SUMMER = timezone(timedelta(hours=-8)), timezone(timedelta(hours=-7))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2022-03-09", datetime(2022, 3, 9, tzinfo=UTC)),
        ("20220309", datetime(2022, 3, 9, tzinfo=UTC)),
        (20220309, datetime(2022, 3, 9, tzinfo=UTC)),
        ("2022-03-09T10:30:00Z", datetime(2022, 3, 9, 10, 30, tzinfo=UTC)),
        ("2022-03-09T10:30:00+05:30", datetime(2022, 3, 9, 5, 0, tzinfo=UTC)),
        ("2022-03-09T10:30:00.250+0000", datetime(2022, 3, 9, 10, 30, 0, 250_000, tzinfo=UTC)),
        ("2022-03-09 10:30", datetime(2022, 3, 9, 10, 30, tzinfo=UTC)),
        (date(2022, 3, 9), datetime(2022, 3, 9, tzinfo=UTC)),
        (datetime(2022, 3, 9, 10), datetime(2022, 3, 9, 10, tzinfo=UTC)),  # noqa: DTZ001 - YAML makes such
        ("Wed, 09 Mar 2022 10:00:00 GMT", datetime(2022, 3, 9, 10, tzinfo=UTC)),
        ("Wed, 09 Mar 2022 10:00:00 -0500", datetime(2022, 3, 9, 15, tzinfo=UTC)),
        (1_678_321_321, datetime(2023, 3, 9, 0, 22, 1, tzinfo=UTC)),
        ("1678321321", datetime(2023, 3, 9, 0, 22, 1, tzinfo=UTC)),
        (1_678_321_321_000, datetime(2023, 3, 9, 0, 22, 1, tzinfo=UTC)),
        (1_678_321_321.5, datetime(2023, 3, 9, 0, 22, 1, 500_000, tzinfo=UTC)),
        ("Nov. 17, 2023 1:01 p.m. PT", datetime(2023, 11, 17, 13, 1, tzinfo=PACIFIC_WINTER)),
        ("July 17, 2023 1:01 p.m. PT", datetime(2023, 7, 17, 13, 1, tzinfo=PACIFIC_SUMMER)),
        ("9 March 2022", datetime(2022, 3, 9, tzinfo=UTC)),
        ("Thursday, March 9th, 2023 at 10:30 AM EST", datetime(2023, 3, 9, 15, 30, tzinfo=UTC)),
        ("Sept. 9, 2022", datetime(2022, 9, 9, tzinfo=UTC)),
        ("Published 9 March 2022", datetime(2022, 3, 9, tzinfo=UTC)),
        ("9. März 2022", datetime(2022, 3, 9, tzinfo=UTC)),
        ("9 mars 2022", datetime(2022, 3, 9, tzinfo=UTC)),
        ("13.02.2023", datetime(2023, 2, 13, tzinfo=UTC)),
        ("2/13/2023", datetime(2023, 2, 13, tzinfo=UTC)),
        ("2022/09/03", datetime(2022, 9, 3, tzinfo=UTC)),
    ],
)
def test_a_usual_way_of_writing_a_date_is_read(written: object, meant: datetime):
    assert parse_date(written, now=NOW) == meant


@pytest.mark.parametrize(
    "written",
    [
        *("5 de juny de 2025", "5 d’abril de 2025", "5. června 2025", "2025년 6월 5일", "5 czerwca 2025"),
        *("5 Haziran 2025", "5 juni 2025", "5. kesäkuuta 2025", "2025. június 5.", "2025 m. birželio 5 d."),
        *("2025. gada 5. jūnijs", "5 tháng 6, 2025", "ngày 5 tháng 6 năm 2025", "٥ يونيو ٢٠٢٥", "5 حزيران 2025"),
        *("5 ביוני 2025", "5 जून 2025", "५ जून २०२५", "5 Ιουνίου 2025", "5 มิถุนายน 2025", "2025年6月5日"),
        *("5. juni 2025", "le 5 juin 2025", "5. Juni 2025", "jueves, 5 de junio de 2025", "5 giugno 2025"),
        *("5 июня 2025 г.", "5 червня 2025 р.", "5 iunie 2025", "05.06.2025", "5 ta’ Ġunju 2025", "5 ივნისი 2025"),
    ],
)  # fmt: skip
def test_a_month_is_read_in_any_language_of_news(written: str):
    day = parse_date(written, now=LATER)
    assert day is not None
    assert (day.year, day.day) == (2025, 5)
    assert day.month == (4 if "abril" in written else 6)


@pytest.mark.parametrize(
    "written",
    [
        *("5 juni 2025 kl. 14:20", "5. Juni 2025, 14:20 Uhr", "5 июня 2025 г. в 14:20", "5 juin 2025 à 14h20"),
        *("2025年6月5日 14時20分", "5. června 2025 v 14:20", "5 June 2025, 2:20 p.m.", "June 5, 2025 at 2.20pm"),
    ],
)
def test_the_time_is_read_behind_the_words_of_its_language(written: str):
    assert parse_date(written, now=LATER) == datetime(2025, 6, 5, 14, 20, tzinfo=UTC)


def test_a_name_of_two_months_is_read_in_its_language_and_never_guessed():
    assert parse_date("5 listopada 2025", now=LATER, language="pl") == datetime(2025, 11, 5, tzinfo=UTC)
    assert parse_date("5 listopada 2025", now=LATER, language="hr") == datetime(2025, 10, 5, tzinfo=UTC)
    assert parse_date("5 listopada 2025", now=LATER) is None


@pytest.mark.parametrize("name", ["Ana", "May be", "", "12", "ב", "Mayor", "Marching"])
def test_what_is_no_month_has_no_number(name: str):
    assert month_number(name) is None


@pytest.mark.parametrize("language", sorted(set(LANGUAGES)))
def test_every_month_of_every_language_is_read_back(language: str):
    for width in ("wide", "abbreviated"):
        for number, name in Locale.parse(language).months["format"][width].items():
            if not name[:1].isdigit() and len(name) > 2:
                assert month_number(name, language) == number


@given(st.text(alphabet="5 1230ab.,’ junieмай月년", max_size=80), st.sampled_from([None, "en", "pl", "xx"]))
def test_days_in_numbers_are_never_longer_than_a_text_and_its_days(text: str, language: str | None):
    end = 0
    for day in named_days(text, language):
        assert end <= day.start < day.end <= len(text)
        assert 1 <= day.month <= 12
        end = day.end


@pytest.mark.parametrize(
    "written",
    ["yesterday", "2 days ago", "in 2 weeks", "today at 10:00 pm", "Friday", "10:30", "March 9", "March 2022", "2022"],
)
def test_a_date_that_needs_guessing_is_unknown(written: str):
    assert parse_date(written, now=NOW) is None


def test_a_date_that_two_readers_read_as_two_days_is_unknown():
    assert parse_date("03/04/2022", now=NOW) is None
    assert parse_date("04/04/2022", now=NOW) == datetime(2022, 4, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "   ",
        "hello world",
        "2022-13-45",
        "31 February 2022",
        "2022-W10-1",
        "1 2022 3",
        "x" * 5000,
        True,
        [],
        {},
        b"2022-03-09",
        float("nan"),
        float("inf"),
        1e300,
        10**400,
        -5,
        "100 million",
    ],
)
def test_what_is_no_date_is_unknown_and_raises_nothing(value: object):
    assert parse_date(value, now=NOW) is None


@pytest.mark.parametrize(
    "value",
    [
        "1970-01-01",
        0,
        "0001-01-01",
        "1989-12-31",
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
        "2099-01-01",
    ],
)
def test_a_date_before_1990_or_far_ahead_is_a_mistake_and_unknown(value: object):
    assert parse_date(value, now=NOW) is None


def test_a_date_more_than_a_day_ahead_is_a_mistake_and_one_less_ahead_is_a_clocks():
    assert parse_date("2024-06-02T00:00:00Z", now=NOW) == NOW + timedelta(days=1)
    assert parse_date("2024-06-02T00:00:01Z", now=NOW) is None
    assert parse_date("2024-09-05", now=NOW) is None
    assert parse_date("2024-06-02T13:30:00+14:00", now=NOW) is not None


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("CEST", 2),
        ("BST", 1),
        ("JST", 9),
        ("CET", 1),
        ("AEST", 10),
        ("NZST", 12),
        ("IST", 5.5),
        ("EDT", -4),
        ("+02:00", 2),
        ("+2", 2),
        ("-0330", -3.5),
        ("GMT+2", 2),
        ("UTC-05:00", -5),
        ("+0200 (CEST)", 2),
        ("CEST (UTC+2)", 2),
        ("(MESZ)", 2),
        ("[Europe/Paris]", 2),
        ("PT", -7),
        ("Pacific Time", -7),
        ("Pacific Daylight Time", -7),
        ("Central European Summer Time", 2),
        ("GMT+0200 (Central European Summer Time)", 2),
        ("UT", 0),
        ("-0000", 0),
        ("QZT", 0),
        ("", 0),
    ],
)
@pytest.mark.parametrize("form", ["Wed, 05 Jul 2023 08:30:00 {}", "2023-07-05T8:30:00 {}", "July 5, 2023 8:30 a.m. {}"])
def test_a_zone_is_read_however_it_is_named_and_the_clock_stays_the_publishers(form: str, zone: str, hours: float):
    found = parse_date(form.format(zone), now=NOW)
    assert found is not None
    assert (found.date().isoformat(), found.hour, found.minute) == ("2023-07-05", 8, 30)
    assert found.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2023-07-05T8:30:00Z", "2023-07-05T08:30:00+00:00"),
        ("2023-7-5T08:30:00Z", "2023-07-05T08:30:00+00:00"),
        ("2023-07-05T08:30:00.123456789+02:00", "2023-07-05T08:30:00.123456+02:00"),
        ("2023-07-05T08:30:00+02:00[Europe/Paris]", "2023-07-05T08:30:00+02:00"),
        ("2023-07-05t08:30:00z", "2023-07-05T08:30:00+00:00"),
        ("2023-07-05T24:00:00Z", "2023-07-06T00:00:00+00:00"),
        ("2023-06-30T23:59:60Z", "2023-06-30T23:59:59+00:00"),
        ("2023-07-05 8:30 pm ET", "2023-07-05T20:30:00-04:00"),
        ("Wed Jul 05 2023 08:30:00 GMT+0200 (CEST)", "2023-07-05T08:30:00+02:00"),
    ],
)
def test_iso_dates_are_read_as_careless_systems_write_them(written: str, meant: str):
    found = parse_date(written, now=NOW)
    assert found is not None
    assert found.isoformat() == meant


@given(st.text() | st.integers() | st.floats() | st.dates() | st.datetimes(timezones=st.none() | st.timezones()))
def test_whatever_comes_in_an_aware_datetime_within_bounds_or_none_comes_out(value: object):
    found = parse_date(value, now=NOW)
    assert found is None or (found.tzinfo is not None and EARLIEST <= found <= NOW + MAX_AHEAD)


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(1990, 1, 2), datetime(2024, 5, 30), timezones=OFFSETS))  # noqa: DTZ001
def test_what_is_written_in_iso_is_read_back_as_the_same_moment(moment: datetime):
    assert parse_date(moment.isoformat(), now=NOW) == moment
