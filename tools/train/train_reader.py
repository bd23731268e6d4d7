#!/usr/bin/python3
"""Trains the plate reader on crops that draw_plates streams and writes it as ONNX.

  cmake --build --preset release --target draw_plates
  tools/train/train_reader.py --draw build/release/tools/train/draw_plates --out plate_reader.onnx

Needs Debian's python3-torch and python3-onnx. Nothing but drawn plates is learnt from. The weights depend on --seed
and --steps alone, on one machine; a free core and a quarter make some 150 crops a second.
"""
import argparse
import contextlib
import fcntl
import os
import subprocess
import time

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin for each other lose a shared machine

import numpy as np
import torch
from torch import nn

from training import average_into, rate_at

SYMBOLS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # class 0 is "no character"; O and I are folded into 0 and 1
CLASSES = 1 + len(SYMBOLS)
F_SETPIPE_SZ = 1031  # of Linux; the fcntl module names it from Python 3.10 on
WIDTH, HEIGHT, LABEL = 160, 32, 12
LENGTH = 7  # of most marks
RECORD = WIDTH * HEIGHT + LABEL


def block(inputs, outputs, kernel, stride, padding):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False),
                         nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


def reader():
    """1 x 32 x 160 -> 70 x 1 x 40: for each half of 40 columns the scores of the classes. Halves, since a 1 is
    hardly wider than a column and two of them need a gap between."""
    return nn.Sequential(
        block(1, 24, 5, 2, 2), block(24, 32, 3, 1, 1),
        block(32, 64, 3, 2, 1), block(64, 64, 3, 1, 1),
        block(64, 96, 3, (2, 1), 1), block(96, 96, 3, 1, 1),
        block(96, 128, (4, 1), 1, 0), nn.Dropout(0.1), block(128, 128, (1, 5), 1, (0, 2)),
        nn.Conv2d(128, 2 * CLASSES, 1))


class Crops:
    """Batches from a running draw_plates."""

    def __init__(self, program, seed, count=None):
        command = [program, str(seed)] + ([str(count)] if count else [])
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=RECORD * 64)
        with contextlib.suppress(OSError):  # room for the next batch to be drawn meanwhile
            fcntl.fcntl(self.process.stdout, F_SETPIPE_SZ, 1 << 20)

    def batch(self, size):
        raw = self.process.stdout.read(size * RECORD)
        records = np.frombuffer(raw, np.uint8).reshape(-1, RECORD)
        marks = [bytes(row[-LABEL:]).rstrip(b"\0").decode() for row in records]
        pixels = torch.from_numpy(records[:, :-LABEL].astype(np.float32)).reshape(-1, 1, HEIGHT, WIDTH)
        return ((pixels - 128) / 50).contiguous(memory_format=torch.channels_last), marks

    def close(self):
        self.process.kill()
        self.process.wait()


def targets(marks):
    codes = [SYMBOLS.index(symbol) + 1 for mark in marks for symbol in mark]
    return torch.tensor(codes, dtype=torch.long), torch.tensor([len(mark) for mark in marks])


def scores(net, pixels):
    halves = net(pixels).reshape(len(pixels), 2, CLASSES, -1)
    return halves.permute(3, 1, 0, 2).reshape(-1, len(pixels), CLASSES).log_softmax(2)  # columns, batch, classes


def greedy(log_probabilities):
    texts = []
    for path in log_probabilities.argmax(2).T.tolist():
        texts.append("".join(SYMBOLS[c - 1] for i, c in enumerate(path) if c and (i == 0 or path[i - 1] != c)))
    return texts


def exact_share(net, held_out):
    net.eval()
    right = total = 0
    with torch.no_grad():
        for pixels, marks in held_out:
            right += sum(a == b for a, b in zip(greedy(scores(net, pixels)), marks))
            total += len(marks)
    net.train()
    return right / total


def export(net, path):
    net.eval()
    torch.onnx.export(net, torch.zeros(1, 1, HEIGHT, WIDTH), path, opset_version=11,
                      input_names=["crop"], output_names=["scores"])
    net.train()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draw", required=True, help="the draw_plates program")
    parser.add_argument("--out", required=True, help="ONNX to write; its weights lie beside it as .pt")
    parser.add_argument("--steps", type=int, default=16000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1000, help="steps between looks at the held-out drawings")
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    net, average = reader().to(memory_format=torch.channels_last), reader()
    average.load_state_dict(net.state_dict())
    print("weights", sum(p.numel() for p in net.parameters()), flush=True)
    check = Crops(options.draw, 0, 1024)
    held_out = [check.batch(128) for _ in range(8)]
    check.close()

    crops = Crops(options.draw, 1000 + options.seed)
    optimiser = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=1e-3)
    ctc = nn.CTCLoss(blank=0, reduction="sum", zero_infinity=True)
    began, mean_loss = time.monotonic(), 0.0
    for step in range(options.steps):
        for group in optimiser.param_groups:
            group["lr"] = rate_at(step, options.steps, options.rate, 150)
        pixels, marks = crops.batch(options.batch)
        codes, lengths = targets(marks)
        out = scores(net, pixels)
        # Of each crop the same share: the mean that CTCLoss offers divides by the length of the mark, so that a
        # crop with nothing to read counts as much as seven marks, and characters are left out for it.
        loss = ctc(out, codes, torch.full((len(marks),), out.shape[0], dtype=torch.long), lengths) / (LENGTH * len(marks))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        average_into(average, net, step)
        mean_loss += max(0.005, 1 / (step + 1)) * (loss.item() - mean_loss)
        if (step + 1) % options.every == 0 or step + 1 == options.steps:
            print(f"{step + 1} steps  {(time.monotonic() - began) / 60:.1f} min  loss {mean_loss:.3f}"
                  f"  exact {exact_share(average, held_out):.3f}", flush=True)
            torch.save(average.state_dict(), options.out + ".pt")
            export(average, options.out)
    crops.close()


if __name__ == "__main__":
    main()
