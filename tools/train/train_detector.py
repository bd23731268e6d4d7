#!/usr/bin/env python3
"""Trains the plate detector's heat map from nothing and writes processing/anpr/models/plate_detector.onnx.

  python3 tools/train/train_detector.py --scenes DIR --scenes-table scenes.tsv --plates POOL \
      --out plate_detector.onnx [--steps 12000] [--seed 1] [--threads 1]

POOL holds drawn plates (`draw_flat_plates` draws them). The same seed and number of steps give the same
weights on one machine.
"""
import argparse
import time

import cv2
import numpy as np
import torch
from torch import nn

import detector_scenes as scenes
import training

STRIDE = 8
WIDTHS_PX = (14.0, 190.0)  # widths of plate that one scale of the picture answers for


class Block(nn.Sequential):
    def __init__(self, inputs, outputs, stride=1, dilation=1):
        super().__init__(nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False),
                         nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class HeatMap(nn.Module):
    """Grey in -1 to 1 -> at an eighth: heat (logit), offset of the centre in cells, log of width and height / 8."""

    def __init__(self, widths=(8, 16, 24, 40)):
        super().__init__()
        a, b, c, d = widths
        self.fine = nn.Sequential(Block(1, a, 2), Block(a, b, 2), Block(b, c, 2), Block(c, c))
        self.coarse = nn.Sequential(Block(c, d, 2), Block(d, d), Block(d, d, dilation=2), Block(d, d, dilation=3),
                                    nn.Conv2d(d, c, 1, bias=False), nn.BatchNorm2d(c))
        self.up = nn.Upsample(scale_factor=2, mode="nearest")
        self.joined = nn.Sequential(nn.ReLU(inplace=True), Block(c, c))
        self.head = nn.Conv2d(c, 5, 1)
        nn.init.constant_(self.head.bias, 0.0)
        with torch.no_grad():
            self.head.bias[0] = -4.0
            self.head.bias[3] = 2.0
            self.head.bias[4] = 0.8

    def forward(self, grey):
        fine = self.fine(grey)
        return self.head(self.joined(fine + self.up(self.coarse(fine))))


def targets(plates, size):
    """Heat, regression target, its weight and where heat counts, for one scene."""
    columns, rows = size[0] // STRIDE, size[1] // STRIDE
    heat = np.zeros((rows, columns), np.float32)
    where = np.ones((rows, columns), np.float32)
    shape = np.zeros((4, rows, columns), np.float32)
    weight = np.zeros((rows, columns), np.float32)
    at_x, at_y = np.meshgrid(np.arange(columns) + 0.5, np.arange(rows) + 0.5)
    for plate in plates:
        x, y, w, h = scenes.upright(plate.corners)
        inside_w = min(x + w, size[0]) - max(x, 0)
        inside_h = min(y + h, size[1]) - max(y, 0)
        if inside_w < 2 or inside_h < 2:
            continue
        cx, cy, cw, ch = (x + w / 2) / STRIDE, (y + h / 2) / STRIDE, w / STRIDE, h / STRIDE
        cut = inside_w * inside_h < 0.85 * w * h
        if cut or w < 0.85 * WIDTHS_PX[0] or w > 1.15 * WIDTHS_PX[1]:
            # Half a plate, or one of another scale: neither asked for nor blamed.
            where[(abs(at_x - cx) < 0.5 * cw + 0.5) & (abs(at_y - cy) < 0.5 * ch + 0.5)] = 0
            continue
        spread_x, spread_y = max(0.45, 0.11 * cw), max(0.45, 0.11 * ch)
        bell = np.exp(-0.5 * (((at_x - cx) / spread_x) ** 2 + ((at_y - cy) / spread_y) ** 2)).astype(np.float32)
        ix, iy = min(int(cx), columns - 1), min(int(cy), rows - 1)
        bell[iy, ix] = 1.0
        own = bell > np.maximum(heat, 0.3)
        for layer, value in enumerate((cx - at_x, cy - at_y, np.full_like(at_x, np.log(cw)),
                                       np.full_like(at_x, np.log(ch)))):
            shape[layer][own] = value[own]
        weight[own] = bell[own]
        heat = np.maximum(heat, bell)
        where[own] = 1
    return heat, shape, weight, where


def loss_of(answer, heat, shape, weight, where):
    p = torch.sigmoid(answer[:, 0]).clamp(1e-5, 1 - 1e-5)
    hit = (heat > 0.999).float()
    found = -(1 - p) ** 2 * torch.log(p) * hit
    false = -(1 - heat) ** 4 * p ** 2 * torch.log(1 - p) * (1 - hit) * where
    count = hit.sum().clamp(min=1)
    regression = (nn.functional.smooth_l1_loss(answer[:, 1:], shape, reduction="none", beta=0.1).sum(1)
                  * weight).sum() / weight.sum().clamp(min=1)
    return (found + false).sum() / count, regression


def batch_of(photographs, pool, size, count, rng):
    made = [scenes.make_scene(photographs, pool, size, WIDTHS_PX, rng) for _ in range(count)]
    pictures = np.stack([m[0] for m in made])[:, None].astype(np.float32) / 127.5 - 1
    return pictures, [np.stack(part).astype(np.float32) for part in zip(*(targets(m[1], size) for m in made))]


def detect(model, grey, threshold=0.3, longest_px=960):
    """As the product does, in short: three scales, peaks, overlapping ones suppressed. For watching only."""
    found = []
    scale = min(1.0, longest_px / max(grey.shape))
    for level in range(3):
        s = scale / 2 ** level
        small = cv2.resize(grey, None, fx=s, fy=s, interpolation=cv2.INTER_AREA)
        h, w = small.shape
        if min(h, w) < 16:
            break
        padded = cv2.copyMakeBorder(small, 16, 16 + -h % 16, 16, 16 + -w % 16, cv2.BORDER_CONSTANT, value=114)
        with torch.no_grad():
            out = model(torch.from_numpy(padded[None, None].astype(np.float32) / 127.5 - 1))[0]
            p = torch.sigmoid(out[0])
            top = nn.functional.max_pool2d(p[None, None], 3, 1, 1)[0, 0]
            for iy, ix in ((p == top) & (p > threshold)).nonzero().tolist():
                dx, dy, lw, lh = out[1:, iy, ix].tolist()
                cw, ch = np.exp(lw) * STRIDE / s, np.exp(lh) * STRIDE / s
                cx, cy = ((ix + 0.5 + dx) * STRIDE - 16) / s, ((iy + 0.5 + dy) * STRIDE - 16) / s
                found.append((p[iy, ix].item(), cx - cw / 2, cy - ch / 2, cw, ch))
    found.sort(reverse=True)
    kept = []
    for box in found:
        if all(overlap(box[1:], other[1:]) < 0.3 for other in kept):
            kept.append(box)
    return kept


def overlap(a, b):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return 0.0 if w <= 0 or h <= 0 else w * h / (a[2] * a[3] + b[2] * b[3] - w * h)


def judge(model, photographs, threshold):
    """(plates found with IoU >= 0.5, plates, false boxes a picture)."""
    found = plates = false = 0
    for picture, boxes in photographs:
        answer = detect(model, cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), threshold)
        found += sum(any(overlap(box, a[1:]) >= 0.5 for a in answer) for box in boxes)
        false += sum(all(overlap(box, a[1:]) < 0.2 for box in boxes) for a in answer)
        plates += len(boxes)
    return found, plates, false / max(1, len(photographs))


def fold(model):
    """Batch normalisation into the convolutions before it, so that the file holds plain layers."""
    for child in model.children():
        fold(child)
    if isinstance(model, nn.Sequential):
        layers = list(model)
        for i in range(len(layers) - 1):
            if isinstance(layers[i], nn.Conv2d) and isinstance(layers[i + 1], nn.BatchNorm2d):
                model[i] = torch.nn.utils.fusion.fuse_conv_bn_eval(layers[i], layers[i + 1])
                model[i + 1] = nn.Identity()
    return model


def export(model, path, size):
    import copy
    plain = fold(copy.deepcopy(model).eval())
    torch.onnx.export(plain, torch.zeros(1, 1, size[1], size[0]), path, opset_version=11,
                      input_names=["grey"], output_names=["map"],
                      dynamic_axes={"grey": {2: "height", 3: "width"}, "map": {2: "height", 3: "width"}})


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--scenes", required=True)
    parse.add_argument("--scenes-table", required=True)
    parse.add_argument("--plates", required=True)
    parse.add_argument("--out", required=True)
    parse.add_argument("--steps", type=int, default=12000)
    parse.add_argument("--batch", type=int, default=16)
    parse.add_argument("--seed", type=int, default=1)
    parse.add_argument("--threads", type=int, default=1)
    parse.add_argument("--resume", action="store_true", help="go on from OUT.pt, as if it had never stopped")
    parse.add_argument("--early", type=int, default=2000,
                       help="leave the average of this step as OUT.early.pt: train_corners.py learns from what it "
                            "takes for plates")
    parse.add_argument("--until-early", action="store_true", help="stop there")
    parse.add_argument("--measure", nargs=2, action="append", default=[], metavar=("DIR", "TABLE"),
                       help="further labelled photographs to report on, never trained on")
    options = parse.parse_args()

    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    photographs = scenes.load_photographs(options.scenes, options.scenes_table)
    train, held = scenes.hold_out(photographs, 80, options.seed)
    train, held = [photographs[f] for f in train], [photographs[f] for f in held]
    measures = [list(scenes.load_photographs(*m).values()) for m in options.measure]
    pool = scenes.PlatePool(options.plates)

    model, average = HeatMap(), HeatMap()
    average.load_state_dict(model.state_dict())
    print(f"{sum(p.numel() for p in model.parameters())} weights, {len(train)} photographs, {len(held)} held out, "
          f"{len(pool.plates)} drawn plates", flush=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-4)
    first = 0
    if options.resume:
        kept = torch.load(options.out + ".pt")
        model.load_state_dict(kept["model"])
        average.load_state_dict(kept["average"])
        optimizer.load_state_dict(kept["optimizer"])
        first = kept["step"]

    def draw(rng, step):
        return batch_of(train, pool, ((256, 192), (320, 160), (192, 224))[step % 3], options.batch, rng)

    said, sums = time.time(), np.zeros(3)
    model.train()
    for step, (pictures, wanted) in training.batches(draw, options.seed, first, options.steps):
        for group in optimizer.param_groups:
            group["lr"] = training.rate_at(step, options.steps, 2.5e-3, 150)
        heat_loss, shape_loss = loss_of(model(torch.from_numpy(pictures)), *map(torch.from_numpy, wanted))
        optimizer.zero_grad()
        (heat_loss + shape_loss).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        training.average_into(average, model, step)
        done = step + 1
        sums += (heat_loss.item(), shape_loss.item(), 1)
        if done % 100 == 0:
            print(f"step {done} heat {sums[0] / sums[2]:.3f} shape {sums[1] / sums[2]:.3f} "
                  f"{(time.time() - said) / sums[2]:.2f} s a step", flush=True)
            said, sums = time.time(), np.zeros(3)
        if done == options.early:
            torch.save(average.state_dict(), options.out + ".early.pt")
            if options.until_early:
                return
        if done % 500 == 0 or done == options.steps:
            average.eval()
            torch.save({"model": model.state_dict(), "average": average.state_dict(),
                        "optimizer": optimizer.state_dict(), "step": done}, options.out + ".pt")
            export(average, options.out, (640, 352))
            print("held out", judge(average, held, 0.3), [judge(average, m, 0.3) for m in measures], flush=True)
            said = time.time()
    for threshold in (0.15, 0.2, 0.3, 0.4, 0.5):
        print("threshold", threshold, "held out", judge(average, held, threshold),
              [judge(average, m, threshold) for m in measures], flush=True)


if __name__ == "__main__":
    main()
