"""One story once: copies are told from false friends, on the bundled briefs and, where it is there, on real news."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from false_friends import borrowed_facts, daily_report, follow_up, weekly_round_up
from hypothesis import given
from hypothesis import strategies as st
from wire_copies import CHANGES, everything, in_round_up, sentences, several

from corpus import Article, load
from corpus.near_duplicates import MIN_WORDS, PERMUTATIONS, Signature, same_story, signature

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
CHINESE = (
    "周二，一家位于示例市的公司宣布推出新的语言模型。该公司表示，新模型在十项测试中的九项上超过了上一代产品，"
    "并将从下个月起向所有用户开放。首席工程师在发布会上说，团队用了两年时间收集数据，又用了六个月进行训练。"
    "分析人士认为，这一消息将使竞争对手加快步伐。公司没有透露训练的费用，也没有说明使用了多少芯片。"
)
JAPANESE_STEP = "そのうえで同社は、来年の春までに研究所を新たに開くと述べた。採用する人数は明らかにしていない。"


def agreeing_bands(a: str, b: str) -> int:
    return len(set(signature(a).bands) & set(signature(b).bands))


@pytest.mark.parametrize("kind", CHANGES)
def test_a_copy_changed_in_one_way_is_found_and_recognised(kind, long_texts: list[str]):
    rng = random.Random(kind)
    for text in long_texts:
        copy = CHANGES[kind](text, rng)
        assert agreeing_bands(text, copy) >= signature(copy).needed, copy
        assert same_story(text, copy), copy
        assert same_story(copy, text), copy


def test_copies_changed_in_several_ways_at_once_are_nearly_all_recognised(long_texts: list[str]):
    rng = random.Random(3)
    for change, share in ((several, 0.97), (everything, 0.9)):
        made = [(text, change(text, rng)) for text in long_texts for _ in range(4)]
        assert sum(same_story(text, copy) for text, copy in made) >= share * len(made)


def test_a_story_inside_a_round_up_is_recognised(long_texts: list[str]):
    rng = random.Random(4)
    for text in long_texts:
        assert same_story(text, in_round_up(text, rng, [other for other in long_texts if other != text]))


def test_a_story_that_repeats_two_background_paragraphs_of_another_is_another_story(long_texts: list[str]):
    rng = random.Random(5)
    made = [(text, follow_up(text, rng)) for text in long_texts for _ in range(4)]
    made += [
        (text, borrowed_facts(text, rng, [o for o in long_texts if o != text])) for text in long_texts for _ in range(4)
    ]
    assert sum(same_story(text, later) for text, later in made) <= 0.02 * len(made)


def test_the_briefs_tell_each_event_in_words_of_their_own(briefs: list[Article]):
    texts = [brief.text for brief in briefs]
    assert not [(a[:60], b[:60]) for i, a in enumerate(texts) for b in texts[:i] if same_story(a, b)]


def test_daily_reports_out_of_one_template_are_different_stories():
    rng = random.Random(6)
    reports = [daily_report(rng, "Nvidia", date(2023, 1, 2) + timedelta(days=day)) for day in range(40)]
    assert not [1 for i, a in enumerate(reports) for b in reports[:i] if same_story(a, b)]


def test_newsletters_with_one_skeleton_are_different_stories(long_texts: list[str]):
    rng = random.Random(7)
    letters = [weekly_round_up(rng, long_texts, week) for week in range(12)]
    pairs = [(a, b) for i, a in enumerate(letters) for b in letters[:i]]
    assert sum(same_story(a, b) for a, b in pairs) <= 0.05 * len(pairs)  # some draw the same items


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("It organized a center for modeling behavior", "It organised a centre for modelling behaviour"),
        ("paying $1.5 billion, or 12 percent, to Example Inc.", "paying US$1.5bn, or 12%, to Example"),
        ("“We don’t know,” said ten people", '"We don\'t know", said 10 people'),
        ("the model—open, free—has 1,500 users", "The Model - open, free - has 1500 users"),
    ],
)
def test_house_styles_make_no_difference(ours, theirs):
    assert signature(f"{ours}. " * 12) == signature(f"{theirs}. " * 12)


def test_a_text_of_few_words_is_a_copy_only_of_the_same_words(long_texts: list[str]):
    notice = "Example Labs named a new head of research on Monday, the company said in a short statement."
    assert same_story(notice, notice.upper().replace(",", " –"))
    assert signature(notice) == signature(notice.upper())
    assert not same_story(notice, notice.replace("Monday", "Friday"))
    assert not same_story(notice, f"{notice} {long_texts[0]}")
    assert len(notice.split()) < MIN_WORDS


@pytest.mark.parametrize("text", ["", "   ", "?!", "\n\n"])
def test_a_text_without_words_is_nobodys_copy(text, long_texts: list[str]):
    assert signature(text) == Signature(())
    assert not same_story(text, text)
    assert not same_story(text, long_texts[0])


def test_languages_without_spaces_are_compared_by_characters():
    copy = "本报讯：" + CHINESE.replace("，", ",").replace("首席工程师在发布会上说", "首席工程师表示")[:-20]
    assert same_story(CHINESE, copy)
    assert agreeing_bands(CHINESE, copy) >= 2
    other = CHINESE[:50] + JAPANESE_STEP * 3
    assert not same_story(CHINESE, other)


def test_a_signature_is_the_same_in_another_process(long_texts: list[str]):
    program = (
        "import sys; from corpus.near_duplicates import signature; "
        "sys.stdout.write(repr(signature(sys.stdin.buffer.read().decode()).bands))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=long_texts[0].encode(), capture_output=True, cwd=ROOT, check=True
    )
    assert done.stdout.decode() == repr(signature(long_texts[0]).bands)
    assert pickle.loads(pickle.dumps(signature(long_texts[0]))) == signature(long_texts[0])


def test_the_share_of_bands_in_common_estimates_the_jaccard_similarity():
    words = [f"word{chr(97 + i // 26)}{chr(97 + i % 26)}{chr(97 + i % 7)}" for i in range(600)]
    a, b = " ".join(words[:400]), " ".join(words[200:])
    jaccard = 197 / 597  # 397 shingles of four words each, 197 of them in both
    assert agreeing_bands(a, b) / PERMUTATIONS == pytest.approx(jaccard, abs=0.15)


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_compare_and_the_order_does_not_matter(a, b):
    assert same_story(a, b) == same_story(b, a)


@given(st.text(alphabet=st.sampled_from("ab 1.,é中ก\n\ud800"), max_size=900))
def test_a_text_with_words_is_its_own_copy(text):
    assert same_story(text, text) == bool(signature(text).bands)


def test_importing_it_loads_no_library():
    program = (
        "import corpus.near_duplicates, corpus.clusters, sys; print({'numpy', 'datasketch', 'scipy'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "set()"


def test_on_real_news_precision_and_recall_are_reached(shared: Path):
    at = shared / "data" / "ai_news_2022_2023"
    texts = [item.text for item in load(at, fetched=NOW) if isinstance(item, Article)]
    rng = random.Random(8)
    chosen = rng.sample([text for text in texts if len(sentences(text)) >= 10 and len(text.split()) >= 150], 40)
    changes = [*CHANGES.values(), several, everything]
    found = joined = made = 0
    for text in chosen:
        others = [other for other in texts if other != text]
        for copy in [change(text, rng) for change in changes] + [in_round_up(text, rng, others)]:
            made += 1
            found += same_story(text, copy) and agreeing_bands(text, copy) >= 2
        friends = [follow_up(text, rng), borrowed_facts(text, rng, others), *rng.sample(others, 11)]
        joined += sum(same_story(text, friend) for friend in friends)
    assert found / made >= 0.95, (found, made)
    assert found / (found + joined) >= 0.98, (found, joined)
