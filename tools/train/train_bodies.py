#!/usr/bin/env python3
"""Trains a body reader from nothing: processing/thermal/models/body_reader.onnx or body_reader_gain.onnx.

  python3 tools/train/train_bodies.py --spots SPOTS --out body_reader.onnx [--steps 20000] [--seed 1] [--threads 2]

SPOTS is what `draw_bodies` wrote. One flight in ten is held out; its figures are printed. The same seed and number of
steps give the same weights on one machine, interrupted or not: every thousand steps OUT.checkpoint is written, from which
training goes on.
"""
import argparse
import os
import time

import numpy as np
import torch
from torch import nn

import training

SIDE, LAYERS, ABOUT, CLASSES = 24, 3, 6, 4
RECORD = np.dtype([("flight", "<i4"), ("label", "<i4"), ("about", "<f4", ABOUT), ("middle", "<f4", 2),
                   ("pixels", "i1", (LAYERS, SIDE, SIDE))])
HELD_OUT = 10  # one flight in so many


class BodyReader(nn.Module):
    """Patch and what is said about it -> scores of thing, person, animal, vehicle; metres right and down to the middle."""

    def __init__(self):
        super().__init__()
        def block(inputs, outputs):
            return [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]
        self.see = nn.Sequential(*block(LAYERS, 24), nn.MaxPool2d(2), *block(24, 48), nn.MaxPool2d(2), *block(48, 64),
                                 nn.Flatten())
        self.look = nn.Sequential(nn.Dropout(0.3), nn.Linear(64 * 36, 64))
        self.tell = nn.Sequential(nn.Linear(64 + ABOUT, 48), nn.ReLU(inplace=True), nn.Linear(48, CLASSES))
        self.reach = nn.Sequential(nn.Linear(64 * 36, 32), nn.ReLU(inplace=True))
        self.point = nn.Sequential(nn.Linear(32 + ABOUT, 32), nn.ReLU(inplace=True), nn.Linear(32, 2))

    def forward(self, patch, about):
        seen = self.see(patch)
        return (self.tell(torch.cat([self.look(seen), about], 1)), self.point(torch.cat([self.reach(seen), about], 1)))


def spoilt(rng, patch, about, middle):
    """The same spots turned over, of another noise, and with the scale told a little wrong."""
    if rng.random() < 0.5:
        patch, middle = patch[:, :, :, ::-1], middle * np.float32([-1, 1])
    noise = rng.uniform(0, 0.12, (len(patch), 1, 1, 1)).astype(np.float32)
    patch = patch + noise * rng.standard_normal(patch.shape, np.float32)
    about = about + rng.standard_normal(about.shape, np.float32) * np.float32([0.1, 0.03, 0.15, 0.1, 0.1, 0.2])
    return np.ascontiguousarray(patch), about, middle


def scores_of(model, spots):
    model.eval()
    scores, middles = [], []
    with torch.no_grad():
        for at in range(0, len(spots), 2048):
            some = spots[at:at + 2048]
            of, middle = model(torch.from_numpy(some["pixels"].astype(np.float32) / 24),
                               torch.from_numpy(some["about"].copy()))
            scores.append(of.numpy())
            middles.append(middle.numpy())
    model.train()
    return np.concatenate(scores), np.concatenate(middles)


def report(model, spots):
    scores, middles = scores_of(model, spots)
    label = spots["label"]
    body = np.logaddexp.reduce(scores[:, 1:], 1) - np.log(3) - scores[:, 0]
    print("| spots | number | most like | body at 0 | body at 2 |")
    for number, name in enumerate(("thing", "person", "animal", "vehicle")):
        of = label == number
        if of.any():
            told = np.bincount(scores[of].argmax(1), minlength=CLASSES) / of.sum()
            print(f"| {name} | {of.sum()} | {' '.join(f'{t:.3f}' for t in told)} | {(body[of] > 0).mean():.4f} |"
                  f" {(body[of] > 2).mean():.4f} |")
    print("| middles, m off | at first: half | nine in ten | as told: half | nine in ten |")
    for number, name in enumerate(("person", "animal", "vehicle"), 1):
        of = label == number
        if of.any():
            first, told = (np.hypot(*off.T) for off in (spots["middle"][of], spots["middle"][of] - middles[of]))
            print(f"| {name} | {' | '.join(f'{np.quantile(d, q):.2f}' for d in (first, told) for q in (0.5, 0.9))} |")


class Checkpoint:
    """What training has come to, so that it goes on after an interruption to the very same weights."""

    def __init__(self, path, model, average, optimiser, rng):
        self.path, self.rng = path, rng
        self.learning = {"model": model, "average": average, "optimiser": optimiser}

    def take_up(self):
        """The step to go on from."""
        if not os.path.exists(self.path):
            return 0
        saved = torch.load(self.path)
        for name, part in self.learning.items():
            part.load_state_dict(saved[name])
        self.rng.bit_generator.state = saved["rng"]
        torch.set_rng_state(saved["torch_rng"])
        return saved["step"]

    def write(self, step):
        saved = {name: part.state_dict() for name, part in self.learning.items()}
        torch.save(saved | {"rng": self.rng.bit_generator.state, "torch_rng": torch.get_rng_state(), "step": step},
                   self.path + ".part")
        os.replace(self.path + ".part", self.path)

    def remove(self):
        if os.path.exists(self.path):
            os.remove(self.path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--spots", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--batch", type=int, default=192)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    rng = np.random.default_rng(arguments.seed)

    spots = np.memmap(arguments.spots, RECORD, "r")
    held = spots["flight"] % HELD_OUT == 0
    learnt, judged = np.nonzero(~held)[0], np.nonzero(held)[0]
    of_class = [learnt[spots["label"][learnt] == c] for c in range(CLASSES)]
    print("spots learnt from:", [len(c) for c in of_class], "held out:", len(judged), flush=True)
    # Things that stand out as bodies do are the ones to be told from them.
    contrast = np.exp(spots["about"][of_class[0]][:, 2]) * 10
    strong = of_class[0][contrast > 10]

    model, average = BodyReader(), BodyReader()
    average.load_state_dict(model.state_dict())
    optimiser = torch.optim.AdamW(model.parameters(), weight_decay=0.01)
    per_class = arguments.batch // 6
    checkpoint = Checkpoint(arguments.out + ".checkpoint", model, average, optimiser, rng)
    began = time.time()
    for step in range(checkpoint.take_up(), arguments.steps):
        for group in optimiser.param_groups:
            group["lr"] = training.rate_at(step, arguments.steps, 2e-3, 100)
        # Half of them things: as their loss is halved, all four classes count alike.
        chosen = np.concatenate([rng.choice(of_class[0], per_class * 2), rng.choice(strong, per_class)] +
                                [rng.choice(of_class[c], per_class) for c in (1, 2, 3)])
        some = spots[np.sort(chosen)]
        patch, about, middle = spoilt(rng, some["pixels"].astype(np.float32) / 24, some["about"].copy(), some["middle"])
        label = torch.from_numpy(some["label"].astype(np.int64))
        weight = torch.where(label == 0, 1 / 3, 1.0)
        scores, told = model(torch.from_numpy(patch), torch.from_numpy(about))
        losses = nn.functional.cross_entropy(scores, label, label_smoothing=0.02, reduction="none")
        bodies = label > 0
        off = nn.functional.smooth_l1_loss(told[bodies], torch.from_numpy(middle)[bodies], beta=0.3)
        loss = (losses * weight).sum() / weight.sum() + 0.3 * off
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        training.average_into(average, model, step)
        if step % 1000 == 999:
            checkpoint.write(step + 1)
        if step % 500 == 499:
            print(f"step {step + 1} loss {loss.item():.4f} {time.time() - began:.0f} s", flush=True)
    report(average, spots[judged])
    average.eval()
    torch.onnx.export(average, (torch.zeros(1, LAYERS, SIDE, SIDE), torch.zeros(1, ABOUT)), arguments.out,
                      input_names=["patch", "about"], output_names=["scores", "middle"], opset_version=11)
    checkpoint.remove()


if __name__ == "__main__":
    main()
