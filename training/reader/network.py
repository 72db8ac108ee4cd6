"""The reader as torch trains it: all-MiniLM-L6-v2 with a judgement of each sentence and of each token on top."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import BertModel
from transformers.models.bert.modeling_bert import BertOutput, BertSelfOutput

from rag.models.minilm import model_folder
from training.reader.examples import Batch

HIDDEN = 384
JUDGED = 4
"""Of a sentence: that it answers; that it leaves a claim alone, supports it, contradicts it."""
DROPPED = 0.1


POOL = 1 << 23
"""Draws of what is dropped; they are used again, which is six times as fast as drawing anew."""


class Dropout(nn.Dropout):
    """Drops a share of the values of its input in training."""

    def __init__(self, share: float) -> None:
        super().__init__(share)
        self.register_buffer("pool", (torch.rand(POOL) >= share).float() / (1 - share), persistent=False)

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002 - torch's name
        """`input` with some of them 0 and the others greater, so that the mean stays."""
        if not self.training:
            return input
        first = int(torch.randint(POOL - input.numel(), ()))
        kept: Tensor = self.pool[first : first + input.numel()].view(input.shape)  # type: ignore[index]
        return input * kept.to(input.dtype)


class Network(nn.Module):
    """A sentence is judged by the mean of its tokens' last states and by the state of the mark behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            str(model_folder()),
            add_pooling_layer=False,
            attn_implementation="eager",  # the backward pass of torch's fused attention is slow on a CPU
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        dropout = Dropout(DROPPED)
        for part in self.bert.modules():
            if isinstance(part, BertSelfOutput | BertOutput):
                part.dropout = dropout
        self.sentence = nn.Sequential(nn.Linear(2 * HIDDEN, HIDDEN), nn.GELU(), dropout)
        self.judged = nn.Linear(HIDDEN, JUDGED)
        self.words = nn.Linear(HIDDEN, 2)
        self.none = nn.Linear(HIDDEN, 1)
        for name, weights in self.bert.named_parameters():
            if name.startswith("embeddings."):
                weights.requires_grad = False  # the reader that ships takes them from the installed model

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Logits: of each sentence (B, S, 4), of each token as first and last of an answer (B, T, 2), of none (B,)."""
        ids, kinds, mask, means, marks = (torch.from_numpy(part) for part in batch)
        states = self.bert(input_ids=ids, token_type_ids=kinds, attention_mask=mask).last_hidden_state
        seen = torch.cat([torch.bmm(part.to(states.dtype), states) for part in (means, marks)], -1)
        return (
            self.judged(self.sentence(seen)).float(),
            self.words(states).float(),
            self.none(states[:, 0]).squeeze(-1).float(),
        )
