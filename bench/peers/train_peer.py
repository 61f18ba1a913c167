"""A training step of a recurrent model as a PyTorch user writes it. Seq's bench alternates with it, on equal weights and batches.

    train_peer.py FOLDER FORM THREADS

FOLDER holds peer.json (model, sizes, optimiser, tensors with shapes) and the tensors as raw little-endian files.
FORM is `padded` (fused modules over padded rows) or `packed` (pack_padded_sequence, as the documentation shows).
Reads commands on standard input, answers each with one line of JSON:
    reset          weights, optimiser and the place in the batches as at first
    steps N        N steps: {"seconds": s, "losses": [...]}
"""

import json
import sys
import time

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

FOLDER, FORM, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3])
torch.set_num_threads(THREADS)
PEER = json.load(open(FOLDER + "/peer.json"))
TYPES = {"float32": torch.float32, "int64": torch.int64}


def load(name):
    entry = PEER["tensors"][name]
    data = bytearray(open(f"{FOLDER}/{entry['file']}", "rb").read())
    return torch.frombuffer(data, dtype=TYPES[entry["type"]]).clone().reshape(entry["shape"])


class LanguageModel(nn.Module):
    """Embedding, LSTM, linear; the state is carried from batch to batch."""

    def __init__(self, size):
        super().__init__()
        self.embedding = nn.Embedding(size["vocabulary"], size["embedding"])
        self.rnn = nn.LSTM(size["embedding"], size["hidden"], size["layers"], batch_first=True)
        self.output = nn.Linear(size["hidden"], size["vocabulary"])
        self.state = None

    def loss(self, batch):
        state = None if self.state is None else tuple(part.detach() for part in self.state)
        out, self.state = self.rnn(self.embedding(batch["input"]), state)
        logits = self.output(out)
        return nn.functional.cross_entropy(logits.view(-1, logits.shape[-1]), batch["target"].view(-1))


class Classifier(nn.Module):
    """Embedding, LSTM, the last output of each row, linear, sigmoid."""

    def __init__(self, size):
        super().__init__()
        self.embedding = nn.Embedding(size["vocabulary"], size["embedding"])
        self.rnn = nn.LSTM(size["embedding"], size["hidden"], size["layers"], batch_first=True)
        self.output = nn.Linear(size["hidden"], 1)

    def loss(self, batch):
        embedded = self.embedding(batch["source"])
        if FORM == "packed":
            packed = pack_padded_sequence(embedded, batch["lengths"], batch_first=True, enforce_sorted=False)
            last = self.rnn(packed)[1][0][-1]
        else:
            out = self.rnn(embedded)[0]
            last = out.gather(1, (batch["lengths"] - 1).view(-1, 1, 1).expand(-1, 1, out.shape[2])).squeeze(1)
        return nn.functional.binary_cross_entropy_with_logits(self.output(last).squeeze(1), batch["labels"])


class EncoderDecoder(nn.Module):
    """GRU to GRU with additive attention after the cell (Luong's place, Bahdanau's score)."""

    def __init__(self, size):
        super().__init__()
        width, hidden = size["embedding"], size["hidden"]
        self.source_embedding = nn.Embedding(size["source_vocabulary"], width)
        self.target_embedding = nn.Embedding(size["target_vocabulary"], width)
        self.encoder = nn.GRU(width, hidden, batch_first=True)
        self.decoder = nn.GRU(width, hidden, batch_first=True)
        self.attention = nn.ModuleDict({
            "query": nn.Linear(hidden, hidden, bias=False), "key": nn.Linear(hidden, hidden, bias=False),
            "energy": nn.Linear(hidden, 1, bias=False), "combine": nn.Linear(2 * hidden, hidden, bias=False)})
        self.output = nn.Linear(hidden, size["target_vocabulary"])

    def loss(self, batch):
        source, lengths = self.source_embedding(batch["source"]), batch["lengths"]
        if FORM == "packed":
            packed, last = self.encoder(pack_padded_sequence(source, lengths, batch_first=True, enforce_sorted=False))
            memory = pad_packed_sequence(packed, batch_first=True, total_length=source.shape[1])[0]
        else:
            memory = self.encoder(source)[0]
            last = memory.gather(1, (lengths - 1).view(-1, 1, 1).expand(-1, 1, memory.shape[2])).transpose(0, 1).contiguous()
        target = self.target_embedding(batch["target_input"])
        if FORM == "packed":
            packed = self.decoder(pack_padded_sequence(target, batch["target_lengths"], batch_first=True, enforce_sorted=False), last)[0]
            out = pad_packed_sequence(packed, batch_first=True, total_length=target.shape[1])[0]
        else:
            out = self.decoder(target, last)[0]
        keys, parts = self.attention["key"](memory), self.attention
        energy = parts["energy"](torch.tanh(parts["query"](out).unsqueeze(2) + keys.unsqueeze(1))).squeeze(3)
        mask = torch.arange(source.shape[1])[None, :] >= lengths[:, None]
        weights = energy.masked_fill(mask.unsqueeze(1), torch.finfo(torch.float32).min).softmax(2)
        out = torch.tanh(parts["combine"](torch.cat([weights @ memory, out], 2)))
        logits = self.output(out)
        return nn.functional.cross_entropy(logits.view(-1, logits.shape[-1]), batch["target_output"].view(-1), ignore_index=-100)


KINDS = {"language-model": LanguageModel, "classifier": Classifier, "encoder-decoder": EncoderDecoder}


class Run:
    def __init__(self):
        self.model = KINDS[PEER["kind"]](PEER["size"])
        with torch.no_grad():
            for name, value in self.model.named_parameters():
                value.copy_(load("weights/" + name))
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=PEER["learning_rate"])
        self.place = 0

    def step(self):
        batch = BATCHES[self.place % len(BATCHES)]
        self.place += 1
        self.optimiser.zero_grad(set_to_none=True)
        loss = self.model.loss(batch)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), PEER["clip_norm"])
        self.optimiser.step()
        return loss.item()


BATCHES = [{key: load(f"batches/{index}/{key}") for key in PEER["batch_keys"]} for index in range(PEER["batches"])]
run = Run()
print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    words = line.split()
    if words[0] == "reset":
        run = Run()
        print("{}", flush=True)
    else:
        start = time.perf_counter()
        losses = [run.step() for _ in range(int(words[1]))]
        print(json.dumps({"seconds": time.perf_counter() - start, "losses": losses}), flush=True)
