#!/usr/bin/env python3
"""Trains the network that puts a found plate's corners in place; writes processing/anpr/models/plate_corners.onnx.

  python3 tools/train/train_corners.py --scenes DIR --scenes-table scenes.tsv --plates POOL \
      --heat-map plate_detector.onnx.early.pt --out plate_corners.onnx [--steps 8000] [--seed 1] [--threads 1]

It sees the picture warped so that the plate, as far as known, fills the middle of 128 x 64 pixels, and answers how
far the true corners are from there, whether it is a plate at all, and whether it has two rows. Run twice, the
second time from its own first answer. What is no plate it learns from the false finds of a heat map that is young
and takes much for a plate (train_detector.py leaves it beside its model) on the training photographs. The same seed
and number of steps give the same weights on one machine.
"""
import argparse
import copy
import time

import cv2
import numpy as np
import torch
from torch import nn

import detector_scenes as scenes
import training
from train_detector import HeatMap, detect, fold, overlap

WIDTH, HEIGHT = 128, 64
NOMINAL = np.float32([[20, 14], [108, 14], [108, 50], [20, 50]])  # where the plate is believed to be
SPAN = np.float32([88, 36])
INWARD = torch.tensor([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])  # a corner too far in cuts a character


class Corners(nn.Module):
    """Grey less its mean, over its spread + 10, 1 x 64 x 128 -> 8 offsets in parts of the plate's span, plate (logit), two rows (logit).

    Each corner is the mean place of a map of its own at a quarter of the resolution, so that where an edge is seen
    decides, not what a plate mostly looks like. The maps' cells stand for places a little further out than they are:
    a corner may lie outside of what is seen.
    """

    CELLS_X, CELLS_Y, STRETCH = 32, 16, 1.2

    def __init__(self):
        super().__init__()

        def block(inputs, outputs, stride=1, dilation=1):
            return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False),
                                 nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))
        self.fine = nn.Sequential(block(1, 10, 2), block(10, 20, 2), block(20, 20))
        self.coarse = nn.Sequential(block(20, 36, 2), block(36, 36), block(36, 36, dilation=2), block(36, 36, dilation=3))
        self.back = nn.Sequential(nn.Conv2d(36, 20, 1, bias=False), nn.BatchNorm2d(20))
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.joined = nn.Sequential(nn.ReLU(inplace=True), block(20, 20))
        self.maps = nn.Conv2d(20, 4, 1)
        self.told = nn.Sequential(block(36, 24, 2), nn.Flatten(1), nn.Linear(24 * 4 * 8, 2))
        x = (np.arange(self.CELLS_X) + 0.5) * WIDTH / self.CELLS_X
        y = (np.arange(self.CELLS_Y) + 0.5) * HEIGHT / self.CELLS_Y
        x, y = WIDTH / 2 + self.STRETCH * (x - WIDTH / 2), HEIGHT / 2 + self.STRETCH * (y - HEIGHT / 2)
        places = np.stack(np.meshgrid(x, y), 2).reshape(-1, 2) / SPAN
        self.register_buffer("places", torch.from_numpy(places.astype(np.float32)))
        self.register_buffer("nominal", torch.from_numpy((NOMINAL / SPAN).reshape(1, 8)))

    def forward(self, grey):
        fine = self.fine(grey)
        coarse = self.coarse(fine)
        maps = self.maps(self.joined(fine + self.up(self.back(coarse))))
        share = torch.softmax(maps.reshape(-1, self.CELLS_X * self.CELLS_Y), 1)
        return torch.cat([(share @ self.places).reshape(-1, 8) - self.nominal, self.told(coarse)], 1)


def crop(scene, believed):
    turn = cv2.getPerspectiveTransform(NOMINAL - 0.5, np.float32(believed) - 0.5)
    return cv2.warpPerspective(scene, turn, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                               borderMode=cv2.BORDER_CONSTANT, borderValue=114), turn


def upright_corners(x, y, w, h):
    return np.float32([[x, y], [x + w, y], [x + w, y + h], [x, y + h]])


def believed_of(plate, rng):
    """A first belief: the upright box as the heat map gives it, or (exact plates) a nearly right quadrangle."""
    x, y, w, h = scenes.upright(plate.corners)
    if plate.exact and rng.random() < 0.5:
        return np.float32(plate.corners + rng.normal(0, 1, (4, 2)) * np.array([0.03 * w, 0.06 * h])
                          + rng.normal(0, 1, 2) * np.array([0.02 * w, 0.05 * h]))
    grow = np.exp(rng.normal(0, 0.12, 2))
    x, y = x + w / 2 + rng.normal(0, 0.06) * w, y + h / 2 + rng.normal(0, 0.1) * h
    return upright_corners(x - w * grow[0] / 2, y - h * grow[1] / 2, w * grow[0], h * grow[1])


def false_finds(photographs, heat_map):
    """[(photograph, box)]: what the heat map takes for a plate and is none, at its own scale and twice that."""
    found = []
    for n, (picture, boxes) in enumerate(photographs):
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        for scale in (1.0, 2.0):
            larger = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
            for _, *box in detect(heat_map, larger, 0.25):
                box = [side / scale for side in box]
                middle = (box[0] + box[2] / 2, box[1] + box[3] / 2)
                if all(overlap(box, plate) < 0.1 and not (0 < middle[0] - plate[0] < plate[2]
                                                         and 0 < middle[1] - plate[1] < plate[3]) for plate in boxes):
                    found.append((n, box))
    return found


def false_crop(photographs, find, rng):
    """One false find as the network would meet it."""
    picture = photographs[find[0]][0]
    x, y, w, h = find[1]
    left, top = max(0, int(x - 1.2 * w)), max(0, int(y - 1.2 * h))
    picture = picture[top:int(y + 2.2 * h) + 2, left:int(x + 2.2 * w) + 2]
    x, y = x - left, y - top
    scale = float(np.clip(np.exp(rng.uniform(*np.log((24, 200)))) / w, 0.3, 2.5))
    size = (int(3 * w * scale) + 1, int(3 * h * scale) + 1)
    affine = np.float32([[scale, 0, -(x - w) * scale], [0, scale, -(y - h) * scale]])
    if rng.random() < 0.4:
        affine[0] = [-scale, 0, (x + 2 * w) * scale]
    scene = cv2.warpAffine(mixed(picture, scale, rng), affine, size, flags=cv2.INTER_LINEAR, borderValue=114.0)
    box = scenes.Plate(upright_corners(w * scale, h * scale, w * scale, h * scale), False)
    return crop(scenes.spoil(scene, rng), believed_of(box, rng))[0]


def mixed(picture, scale, rng):
    grey = scenes.mixed_grey(picture, rng)
    return cv2.GaussianBlur(grey, (0, 0), 0.4 / scale) if scale < 0.7 else grey


def samples(photographs, pool, finds, rng):
    """Crops of one scene with (8 offsets, kind: 2 corners known, 1 extent known, 0 no plate, rows)."""
    size = ((320, 240), (288, 288))[rng.integers(2)]
    scene, plates = scenes.make_scene(photographs, pool, size, (24, 230), rng, drawn_share=0.85)
    made = []
    for plate in plates:
        x, y, w, h = scenes.upright(plate.corners)
        if w > 330 or w < 20 or x < -0.15 * w or y < -0.15 * h or x + w > size[0] + 0.15 * w \
                or y + h > size[1] + 0.15 * h:
            continue
        for _ in range(5):
            believed = believed_of(plate, rng)
            picture, turn = crop(scene, believed)
            corners = plate.corners if plate.exact else upright_corners(x, y, w, h)
            where = cv2.perspectiveTransform(np.float32(corners)[None] - 0.5, np.linalg.inv(turn))[0] + 0.5
            made.append((picture, (where - NOMINAL) / SPAN, 2 if plate.exact else 1, plate.lines))
    for _ in range(6 if finds else 0):
        picture = false_crop(photographs, finds[rng.integers(len(finds))], rng)
        made.append((picture, np.zeros((4, 2), np.float32), 0, 1))
    for _ in range(1):
        w = np.exp(rng.uniform(*np.log((24, 200))))
        h = w / rng.uniform(1.2, 5.5)
        x, y = rng.uniform(0, max(1, size[0] - w)), rng.uniform(0, max(1, size[1] - h))
        if all(x > p[0] + p[2] or p[0] > x + w or y > p[1] + p[3] or p[1] > y + h
               for p in (scenes.upright(plate.corners) for plate in plates)):
            made.append((crop(scene, upright_corners(x, y, w, h))[0], np.zeros((4, 2), np.float32), 0, 1))
    return made


def loss_of(answer, offsets, kind, rows):
    corners = answer[:, :8].reshape(-1, 4, 2)
    exact, extent, any_plate = kind == 2, kind == 1, kind > 0
    slack = nn.functional.smooth_l1_loss
    loss = answer.new_zeros(())
    if exact.any():
        miss = slack(corners[exact], offsets[exact], beta=0.03, reduction="none")
        cuts = ((corners[exact] - offsets[exact]).detach() * INWARD > 0).float()
        loss = loss + 10 * (miss * (1 + 0.5 * cuts)).mean()
    if extent.any():
        where = corners[extent]
        wanted = offsets[extent]
        # In the warped picture the sides stay upright; NOMINAL is the same for both corners of a side.
        ends = torch.stack([where[:, [0, 3], 0].min(1)[0], where[:, [1, 2], 0].max(1)[0],
                            where[:, [0, 1], 1].min(1)[0], where[:, [2, 3], 1].max(1)[0]], 1)
        true = torch.stack([wanted[:, 0, 0], wanted[:, 1, 0], wanted[:, 0, 1], wanted[:, 2, 1]], 1)
        loss = loss + 2 * slack(ends, true, beta=0.06)
    loss = loss + 0.5 * nn.functional.binary_cross_entropy_with_logits(answer[:, 8], any_plate.float())
    if exact.any():
        loss = loss + 0.5 * nn.functional.binary_cross_entropy_with_logits(answer[exact, 9], (rows[exact] == 2).float())
    return loss


def tensors_of(pictures, offsets, kind, rows):
    pictures = pictures[:, None].astype(np.float32)
    pictures -= pictures.mean((2, 3), keepdims=True)
    pictures = torch.from_numpy(pictures / (pictures.std((2, 3), keepdims=True) + 10))
    return pictures, torch.from_numpy(offsets), torch.from_numpy(kind), torch.from_numpy(rows)


def tensors(made):
    return tensors_of(np.stack([m[0] for m in made]), np.stack([m[1] for m in made]).astype(np.float32),
                      np.array([m[2] for m in made]), np.array([m[3] for m in made]))


def judge(model, made):
    """Miss of a known corner in parts of the plate's height, median and 95th of 100; share of plates told, of rows."""
    pictures, offsets, kind, rows = tensors(made)
    with torch.no_grad():
        answer = model(pictures)
    exact = kind == 2
    miss = ((answer[exact, :8].reshape(-1, 4, 2) - offsets[exact]) * torch.from_numpy(SPAN)).norm(dim=2) / float(SPAN[1])
    return (round(miss.median().item(), 4), round(miss.flatten().quantile(0.95).item(), 4),
            round(((answer[:, 8] > 0) == (kind > 0)).float().mean().item(), 4),
            round(((answer[exact, 9] > 0) == (rows[exact] == 2)).float().mean().item(), 4))


def export(model, path):
    torch.onnx.export(fold(copy.deepcopy(model).eval()), torch.zeros(1, 1, HEIGHT, WIDTH), path, opset_version=11,
                      input_names=["grey"], output_names=["corners"])


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--scenes", "--scenes-table", "--plates", "--heat-map", "--out"):
        parse.add_argument(name, required=True)
    parse.add_argument("--steps", type=int, default=8000)
    parse.add_argument("--seed", type=int, default=1)
    parse.add_argument("--threads", type=int, default=1)
    options = parse.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    photographs = scenes.load_photographs(options.scenes, options.scenes_table)
    train, held = scenes.hold_out(photographs, 80, options.seed)
    train, held = [photographs[f] for f in train], [photographs[f] for f in held]
    pool = scenes.PlatePool(options.plates)
    heat_map = HeatMap()
    heat_map.load_state_dict(torch.load(options.heat_map))
    heat_map.eval()
    finds, held_finds = false_finds(train, heat_map), false_finds(held, heat_map)
    print(len(finds), "false finds,", len(held_finds), "held out", flush=True)
    check = [s for n in range(60) for s in samples(held, pool, held_finds, np.random.default_rng(n))]
    model, average = Corners(), Corners()
    average.load_state_dict(model.state_dict())
    print(f"{sum(p.numel() for p in model.parameters())} weights, {len(check)} crops held out", flush=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-3)
    began, mean = time.time(), 0.0

    def draw(rng, _):
        made = [s for _ in range(4) for s in samples(train, pool, finds, rng)]
        return (np.stack([m[0] for m in made]), np.stack([m[1] for m in made]).astype(np.float32),
                np.array([m[2] for m in made]), np.array([m[3] for m in made]))

    model.train()
    for step, made in training.batches(draw, options.seed, 0, options.steps):
        for group in optimizer.param_groups:
            group["lr"] = training.rate_at(step, options.steps, 2.5e-3, 100)
        pictures, *wanted = tensors_of(*made)
        loss = loss_of(model(pictures), *wanted)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        training.average_into(average, model, step)
        mean += loss.item()
        done = step + 1
        if done % 500 == 0 or done == options.steps:
            average.eval()
            export(average, options.out)
            torch.save(average.state_dict(), options.out + ".pt")
            print(f"step {done} loss {mean / 500:.4f} {(time.time() - began) / done:.2f} s a step, held out: corner "
                  f"miss (median, 95 %), plate told, rows told {judge(average, check)}", flush=True)
            mean = 0.0


if __name__ == "__main__":
    main()
