"""The language of an article: the one its record states, else the one its words are in, else none."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import load_mapping
from corpus.language import READ_CHARS, detect_language, stated_language

ROOT = Path(__file__).parents[2]
SENTENCES = {
    "en": "The company said on Tuesday that it would open a second laboratory in Toronto next spring.",
    "de": "Das Unternehmen teilte am Dienstag mit, dass es im Frühjahr ein zweites Labor in Leipzig eröffnen werde.",
    "fr": "L'entreprise a annoncé mardi l'ouverture d'un deuxième laboratoire à Lyon au printemps.",
    "es": "La empresa anunció el martes que abrirá un segundo laboratorio en Valencia la próxima primavera.",
    "it": "L'azienda ha annunciato martedì che aprirà un secondo laboratorio a Torino in primavera.",
    "pt": "A empresa anunciou na terça-feira que abrirá um segundo laboratório no Porto na próxima primavera.",
    "nl": "Het bedrijf maakte dinsdag bekend dat het volgend voorjaar een tweede laboratorium in Utrecht opent.",
    "sv": "Företaget meddelade på tisdagen att det öppnar ett andra laboratorium i Malmö till våren.",
    "pl": "Firma poinformowała we wtorek, że wiosną otworzy drugie laboratorium we Wrocławiu.",
    "ru": "Компания сообщила во вторник, что весной откроет вторую лабораторию в Казани.",
    "zh": "该公司周二表示，将于明年春天在多伦多开设第二个实验室。监管机构希望有更多时间研究两家芯片制造商的合并。",
    "ja": "同社は火曜日、来年春にトロントに第二の研究所を開設すると発表した。",
    "ko": "회사는 화요일 내년 봄 토론토에 두 번째 연구소를 열 것이라고 밝혔다.",
    "ar": "قالت الشركة يوم الثلاثاء إنها ستفتح مختبرا ثانيا في تورونتو في الربيع المقبل.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_tells_its_language(language: str):
    assert detect_language(SENTENCES[language]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "Nvidia",
        "Nvidia meldet Rekordumsatz",
        "GPT-4o mini 128k",
        "12.5% 2024 33 44",
        "😀😀😀 🎉",
        "https://a.example/b?c=d",
        "Llama 3.1 405B Instruct Qwen2.5 Mistral DeepSeek-V3 H100 GPU TPU v5e",
        "Jane Doe, Bo Ray, Al Lee, Kim Cho, Pat Roe, Sam Poe",
        "def f(x): return x+1",
    ],
)
def test_a_text_too_short_or_without_sentences_has_no_language(text: str):
    assert detect_language(text) is None


def test_a_headline_in_another_language_does_not_outweigh_the_text():
    assert detect_language(f"{SENTENCES['de']} {SENTENCES['en']} " + f"{SENTENCES['en']} " * 3) == "en"


def test_only_the_beginning_of_a_text_is_read():
    beginning = (SENTENCES["en"] + " ") * 12
    assert len(beginning) > READ_CHARS
    assert detect_language(beginning + SENTENCES["ru"] * 1000) == "en"


@given(st.text(max_size=60))
def test_any_text_has_a_code_of_two_letters_or_none(text: str):
    language = detect_language(text)
    assert language is None or (len(language) == 2 and language.isalpha())


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en-US", "en"),
        ("pt_BR", "pt"),
        ("zh-Hans-CN", "zh"),
        ("de_DE.UTF-8", "de"),
        ("eng", "en"),
        ("ger", "de"),
        ("English", "en"),
        (" german ", "de"),
        ("Chinese", "zh"),
        ("unknown", None),
        ("", None),
        ("n/a", None),
        ("see below", None),
    ],
)
def test_a_language_is_stated_as_a_tag_as_a_code_or_as_its_name(stated: str, code: str | None):
    assert stated_language(stated) == code


@pytest.mark.parametrize(
    ("record", "language"),
    [
        ({"language": "en-GB", "text": SENTENCES["de"]}, "en"),
        ({"language": {"name": "French"}, "text": SENTENCES["de"]}, "fr"),
        ({"text": SENTENCES["de"]}, "de"),
        ({"language": "", "text": SENTENCES["de"]}, "de"),
        ({"language": "whatever", "text": SENTENCES["de"]}, "de"),
        ({"language": 7, "text": SENTENCES["de"]}, "de"),
        ({"text": "Nvidia H100"}, None),
    ],
)
def test_an_article_is_in_the_language_it_states_else_in_that_of_its_words(
    record: dict[str, object], language: str | None
):
    assert load_mapping(record, item="feed:1", fetched=datetime(2024, 6, 1, tzinfo=UTC)).language == language


def test_importing_the_corpus_loads_no_language_model():
    program = "import corpus, sys; print(*[name for name in ('py3langid', 'pypdf') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.stdout.split(), done.returncode) == ([], 0), done.stderr
