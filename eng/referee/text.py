"""Writes the text that the language models of the referee learn: sentences of a small grammar, drawn by a generator of its own.

python3 text.py OUT SENTENCES
"""

import sys

WORDS = {
    "S": [["N", "V", "."], ["N", "V", ",", "C", "N", "V", "."], ["N", "T", "N", "."], ["W", "N", "V", ",", "N", "T", "N", "."]],
    "N": [["the", "O"], ["a", "O"], ["the", "A", "O"], ["a", "A", "O"], ["my", "O"], ["the", "A", "O", "P", "O"]],
    "O": [["cat"], ["dog"], ["horse"], ["boat"], ["river"], ["captain"], ["whale"], ["garden"], ["house"], ["bird"]],
    "A": [["old"], ["white"], ["small"], ["quick"], ["grey"], ["brave"]],
    "P": [["of the"], ["by the"], ["in my"]],
    "V": [["ran"], ["slept"], ["sang"], ["came home"], ["sat down"], ["went away"]],
    "T": [["saw"], ["found"], ["followed"], ["liked"]],
    "C": [["and"], ["but"], ["while"]],
    "W": [["when"], ["if"], ["as"]],
}


class Draw:
    """A linear congruential generator: the same text on every machine."""

    def __init__(self, seed):
        self.state = seed

    def below(self, count):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % count


def words(symbol, draw):
    if symbol not in WORDS:
        return [symbol]
    choices = WORDS[symbol]
    return [word for part in choices[draw.below(len(choices))] for word in words(part, draw)]


def main(path, count):
    draw = Draw(7)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for _ in range(count):
            file.write(" ".join(words("S", draw)).replace(" .", ".").replace(" ,", ",") + "\n")


main(sys.argv[1], int(sys.argv[2]))
