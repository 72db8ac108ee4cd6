"""How the reader is made: windows of stories, a network that learns, and a file that says what the network says."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import torch

from rag.models.reader import MODEL, arrays
from training.reader.evaluate import figures
from training.reader.examples import Texts, batch, epoch, kept_back, sampled
from training.reader.export import reader as exported
from training.reader.network import Network
from training.reader.train import loss
from training.reader.twins import claim_twins, names, question_twins
from training.stories import Claim, Question, read_stories


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


def test_a_window_mostly_holds_an_answer_and_never_more_than_it_has_room_for(texts: Texts):
    told = texts.told(read_stories()[0])
    rng = random.Random(3)
    drawn = [(item, sampled(texts, told, item, rng)) for item in told.items for _ in range(20) if item.answers]
    held = [bool(item.answers & {number for number, _, _ in one.sentences}) for item, one in drawn]
    assert 0.8 < sum(held) / len(held) < 1
    assert max(len(one.ids) for _, one in drawn) <= 512


def test_an_epoch_draws_each_item_once_and_the_same_for_one_seed(texts: Texts):
    stories = [texts.told(story) for story in read_stories()[:3]]
    first, again = (list(epoch(texts, stories, 8, random.Random(5))) for _ in range(2))
    assert first == again
    assert sum(len(rows) for rows in first) == sum(len(told.items) for told in stories)


def test_a_twin_asks_for_another_name_or_year_and_is_not_answered():
    story, other = read_stories()[:2]
    sentences = ("In 2024 the start-up Ostrava Labs of Brno sold Quarry to Tern.", *story.sentences)
    story = replace(story, published="2024-05-01", sentences=sentences, claims=())
    asked = Question("What did Ostrava Labs sell in 2024?", "fact", (0,), ("Quarry",))
    twins = list(question_twins(asked, story, names(other), random.Random(1)))
    assert twins
    assert all(not twin.answer and not twin.short and twin.text != asked.text for twin in twins)
    assert list(question_twins(replace(asked, answer=()), story, names(other), random.Random(1))) == []


def test_a_twin_of_a_true_claim_is_contradicted_by_the_sentences_that_hold_the_right_thing():
    story = read_stories()[0]
    sentences = ("On Monday Quarry cut 40 jobs in Brno, and Tern cut 75 jobs in Oslo.", "It was sold by Tern.")
    story = replace(story, sentences=(*sentences, *story.sentences))
    claim = Claim("Quarry cut 40 jobs in Brno.", "same", "supported", (0,))
    twins = list(claim_twins(claim, story, random.Random(1)))
    assert twins
    assert {(twin.label, twin.sentences) for twin in twins} == {("contradicted", (0,))}
    assert all(twin.text != claim.text for twin in twins)
    assert list(claim_twins(replace(claim, label="unsupported", sentences=()), story, random.Random(1))) == []


def test_a_tenth_of_the_stories_is_kept_back():
    stories = read_stories()
    known, held = kept_back(stories)
    assert not {story.id for story in known} & {story.id for story in held}
    assert len(held) == pytest.approx(len(stories) / 10, abs=1)


def test_the_figures_count_what_stands_first_and_what_is_told_apart(texts: Texts):
    told = texts.told(read_stories()[0])
    perfect = {
        (0, place): {
            number: (float(number in item.answers), (number in item.answers) * (1.0 if item.label == 0 else -1.0))
            for number in range(len(told.sentences))
        }
        for place, item in enumerate(told.items)
    }
    assert "best sentence 1.000 of 8, answerable 1.000 of 16, claims 1.000 of 12" in figures([told], perfect)


def test_a_few_steps_learn_a_batch_and_the_file_says_what_the_network_says(texts: Texts, tmp_path):
    torch.manual_seed(1)
    network = Network()
    rows = next(epoch(texts, [texts.told(read_stories()[0])], 8, random.Random(1)))
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-4)
    losses = []
    for _ in range(4):
        optimizer.zero_grad()
        value = loss(network, rows)
        value.backward()
        optimizer.step()
        losses.append(float(value.detach()))
    assert losses[-1] < losses[0]

    import onnxruntime

    network.eval()
    one = rows[0][1]
    with torch.inference_mode():
        judged, words, _ = network(batch([one]))
    written = exported({name: part.numpy() for name, part in network.state_dict().items()})
    options = onnxruntime.SessionOptions()
    word = network.bert.embeddings.word_embeddings.weight.detach().numpy()
    options.add_external_initializers(["word"], [onnxruntime.OrtValue.ortvalue_from_numpy(word)])
    session = onnxruntime.InferenceSession(written.SerializeToString(), options, providers=["CPUExecutionProvider"])
    sentences, tokens = session.run(None, arrays(one))
    assert sentences == pytest.approx(judged[0].numpy(), abs=0.2)
    assert tokens == pytest.approx(words[0].numpy(), abs=0.2)


def test_the_shipped_reader_is_small():
    assert MODEL.stat().st_size < 30_000_000
