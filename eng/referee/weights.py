"""Checkpoints of Seq as torch.nn modules that go one token at a time; written from docs/checkpoint-format.md alone."""

import json
import os
import struct

import numpy as np
import torch
from torch import nn

TYPES = {"F32": np.float32, "F64": np.float64, "I32": np.int32, "I64": np.int64}
RECURRENT = {"lstm": nn.LSTM, "gru": nn.GRU, "elman-tanh": nn.RNN}


def read_safetensors(path):
    """Length of the header (8 bytes), header (JSON), data."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    header.pop("__metadata__", None)
    return {
        name: torch.tensor(np.frombuffer(data[slice(*entry["data_offsets"])], TYPES[entry["dtype"]]).reshape(entry["shape"]).copy())
        for name, entry in header.items()
    }


def recurrent(layers, input_size):
    return RECURRENT[layers["cell"]](input_size, layers["hidden"], layers["layers"], bidirectional=layers["bidirectional"], batch_first=True)


class LanguageModel(nn.Module):
    """state = zeros; (token, state) -> logits, state."""

    def __init__(self, model):
        super().__init__()
        self.start_token = model["start_token"]
        self.embedding = nn.Embedding(model["vocabulary"], model["embedding"])
        self.rnn = recurrent(model["layers"], model["embedding"])
        self.output = nn.Linear(model["layers"]["hidden"], model["vocabulary"])

    def begin(self, prompt):
        """The state after all of start token and prompt but the last, which is the first token to step with."""
        state = None
        for token in [self.start_token, *prompt][:-1]:
            _, state = self.rnn(self.embedding(torch.tensor([[token]])), state)
        return state, [self.start_token, *prompt][-1]

    def step(self, token, state):
        output, state = self.rnn(self.embedding(torch.tensor([[token]])), state)
        return self.output(output[0, 0]), None, state


class EncoderDecoder(nn.Module):
    """With attention after the cell: a = softmax(score(q, m)), c = sum a m, logits = output(tanh(combine [c; q]))."""

    def __init__(self, model):
        super().__init__()
        memory = model["encoder"]["hidden"] * (2 if model["encoder"]["bidirectional"] else 1)
        hidden = model["decoder"]["hidden"]
        self.start_token = model["start_token"]
        self.score = model["attention"]["score"]
        self.linear_bridge = model["bridge"] == "linear"
        self.source_embedding = nn.Embedding(model["source_vocabulary"], model["source_embedding"])
        self.target_embedding = nn.Embedding(model["target_vocabulary"], model["target_embedding"])
        self.encoder = recurrent(model["encoder"], model["source_embedding"])
        self.decoder = recurrent(model["decoder"], model["target_embedding"])
        self.bridge = nn.ModuleDict()
        if self.linear_bridge:
            for part in ("hidden", "cell") if model["decoder"]["cell"] == "lstm" else ("hidden",):
                self.bridge[part] = nn.ModuleList(nn.Linear(memory, hidden) for _ in range(model["decoder"]["layers"]))
        self.attention = nn.ModuleDict({"combine": nn.Linear(memory + hidden, hidden, bias=False)})
        if self.score == "additive":
            energy = model["attention"].get("energy_size", hidden)
            self.attention["query"] = nn.Linear(hidden, energy, bias=False)
            self.attention["key"] = nn.Linear(memory, energy, bias=False)
            self.attention["energy"] = nn.Linear(energy, 1, bias=False)
        self.output = nn.Linear(hidden, model["target_vocabulary"])

    def begin(self, source):
        """Encodes; the state is (memory, state of the decoder's layers)."""
        memory, last = self.encoder(self.source_embedding(torch.tensor([source])))
        first = [self.join(part) for part in (last if isinstance(last, tuple) else (last,))]  # each [layers, 1, memory]
        if self.linear_bridge:
            first[0] = torch.stack([torch.tanh(layer(first[0][i])) for i, layer in enumerate(self.bridge["hidden"])])
            if len(first) > 1:
                first[1] = torch.stack([layer(first[1][i]) for i, layer in enumerate(self.bridge["cell"])])
        return (memory[0], tuple(first) if len(first) > 1 else first[0]), self.start_token

    def join(self, part):
        """[layers x directions, 1, hidden] -> [layers, 1, directions x hidden]."""
        directions = 2 if self.encoder.bidirectional else 1
        return part.view(-1, directions, 1, part.shape[-1]).transpose(1, 2).reshape(-1, 1, directions * part.shape[-1])

    def step(self, token, state):
        memory, layers = state
        output, layers = self.decoder(self.target_embedding(torch.tensor([[token]])), layers)
        query = output[0, 0]
        if self.score == "additive":
            energies = self.attention["energy"](torch.tanh(self.attention["query"](query) + self.attention["key"](memory)))[:, 0]
        else:
            energies = memory @ query
        weights = torch.softmax(energies, dim=0)
        combined = torch.tanh(self.attention["combine"](torch.cat([weights @ memory, query])))
        return self.output(combined), weights, (memory, layers)


def load(folder, dtype):
    with open(os.path.join(folder, "model.json"), encoding="utf-8") as file:
        model = json.load(file)
    module = (EncoderDecoder if model["kind"] == "encoder-decoder" else LanguageModel)(model)
    module.load_state_dict(read_safetensors(os.path.join(folder, "weights.safetensors")))
    module.inputs = {}
    return module.to(dtype).eval()


class Input:
    """One input of one model: logits and attention after any prefix, each prefix computed once."""

    def __init__(self, model, source):
        state, token = model.begin(source)
        self.model = model
        self.source_length = len(source)
        self.known = {}
        self.remember((), token, state)

    @staticmethod
    def of(model, source):
        """The input, made once for a model: what it knows serves all cases."""
        if tuple(source) not in model.inputs:
            model.inputs[tuple(source)] = Input(model, source)
        return model.inputs[tuple(source)]

    def remember(self, prefix, token, state):
        logits, weights, state = self.model.step(token, state)
        self.known[prefix] = (logits.double().numpy(), None if weights is None else weights.double().numpy(), state)

    def at(self, prefix):
        if prefix not in self.known:
            self.remember(prefix, prefix[-1], self.at(prefix[:-1])[2])
        return self.known[prefix]

    def logits(self, prefix):
        return self.at(prefix)[0]

    def attention(self, prefix):
        """The attention of the step that gave the logits after a prefix."""
        return self.at(prefix)[1]
