"""Scenes with plates for training the detector: photographs and made backgrounds, drawn plates pasted in.

A scene is a grey picture with plates of known place. A drawn plate has four known corners; a plate of a
photograph only an upright box, which is all its label says.
"""
import csv
import os
from dataclasses import dataclass

import cv2
import numpy as np


@dataclass
class Plate:
    corners: np.ndarray  # 4 x 2, top left, top right, bottom right, bottom left
    exact: bool          # the corners are known, not just their extent
    lines: int = 1


def upright(corners):
    low, high = corners.min(0), corners.max(0)
    return low[0], low[1], high[0] - low[0], high[1] - low[1]


def load_photographs(folder, table):
    """{file: (picture BGR, boxes n x 4)} in the order of the table."""
    photographs = {}
    with open(table, newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            box = [float(row[key]) for key in "xywh"]
            if row["file"] in photographs:
                photographs[row["file"]][1].append(box)
            else:
                photographs[row["file"]] = (cv2.imread(os.path.join(folder, row["file"])), [box])
    return photographs


def hold_out(photographs, count, seed):
    """Splits file names in two; copies of one photograph stay together, told by a small thumbnail."""
    files = sorted(photographs)
    thumbs = []
    for file in files:
        thumb = cv2.resize(cv2.cvtColor(photographs[file][0], cv2.COLOR_BGR2GRAY), (12, 12),
                           interpolation=cv2.INTER_AREA).astype(np.float32).ravel()
        thumbs.append((thumb - thumb.mean()) / (thumb.std() + 1e-3))
    alike = np.array(thumbs) @ np.array(thumbs).T / 144 > 0.95
    group = list(range(len(files)))
    for i in range(len(files)):
        for j in np.flatnonzero(alike[i, :i]):
            old, new = group[i], group[j]
            group = [new if g == old else g for g in group]
    order = np.random.default_rng(seed).permutation(sorted(set(group)))
    held = set()
    for g in order:
        if len(held) >= count:
            break
        held.update(f for f, of in zip(files, group) if of == g)
    return [f for f in files if f not in held], sorted(held)


class PlatePool:
    """Drawn plates to paste, flush with their edges: DIR/index.tsv (file, lines) and the pictures."""

    def __init__(self, folder):
        self.plates = []
        with open(os.path.join(folder, "index.tsv"), newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                picture = cv2.imread(os.path.join(folder, row["file"]))
                self.plates.append((picture, int(row["lines"])))

    def draw(self, rng):
        return self.plates[rng.integers(len(self.plates))]


def mixed_grey(picture, rng):
    """Grey from a random mix of the colours: a yellow plate may come out dark or bright, as in infra-red."""
    if rng.random() < 0.5:
        weights = np.array([0.114, 0.587, 0.299])
    else:
        weights = rng.dirichlet((1.0, 1.5, 1.5))
    return picture.astype(np.float32) @ weights.astype(np.float32)


def made_background(width, height, rng):
    """No photograph: shades, bars as of grilles and fences, boxes, lettering without a plate, leaves."""
    small = rng.normal(0, 1, (rng.integers(2, 9), rng.integers(2, 12))).astype(np.float32)
    scene = 120 + 45 * cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    for _ in range(rng.integers(0, 8)):
        kind, tone = rng.integers(5), float(rng.uniform(0, 255))
        x, y = int(rng.integers(-20, width)), int(rng.integers(-20, height))
        w, h = int(rng.integers(10, width)), int(rng.integers(6, height // 2))
        if kind == 0:
            cv2.rectangle(scene, (x, y), (x + w, y + h), tone, -1)
        elif kind == 1:
            step = int(rng.integers(3, 14))
            for at in range(0, h if rng.random() < 0.5 else w, step):
                if rng.random() < 0.5:
                    cv2.line(scene, (x, y + at), (x + w, y + at), tone, max(1, step // 3))
                else:
                    cv2.line(scene, (x + at, y), (x + at, y + h), tone, max(1, step // 3))
        elif kind == 2:
            lettering(scene, x, y, tone, rng)
        elif kind == 3:
            cv2.ellipse(scene, (x, y), (w // 2, h // 2), float(rng.uniform(0, 180)), 0, 360, tone,
                        int(rng.integers(-1, 4)))
        else:
            patch = scene[max(0, y):y + h, max(0, x):x + w]
            patch += rng.normal(0, rng.uniform(10, 50), patch.shape).astype(np.float32)
    return cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.3, 1.2))


def lettering(scene, x, y, tone, rng):
    """Words as on vans and shop fronts, with no plate around them."""
    words = "".join(rng.choice(list("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "),
                               rng.integers(3, 14)))
    face = int(rng.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX,
                           cv2.FONT_HERSHEY_SCRIPT_SIMPLEX]))
    cv2.putText(scene, words, (x, y + 10), face, float(rng.uniform(0.3, 1.6)), tone, int(rng.integers(1, 4)),
                cv2.LINE_AA)


def board(scene, rng):
    """A sign or a van's side: lines of lettering on a panel, which is no plate."""
    rows, columns = scene.shape
    w, h = int(rng.uniform(0.1, 0.6) * columns), int(rng.uniform(0.1, 0.5) * rows)
    x, y = int(rng.integers(-w // 3, columns)), int(rng.integers(-h // 3, rows))
    panel, ink = rng.permutation([rng.uniform(0, 110), rng.uniform(130, 255)])
    if rng.random() < 0.8:
        cv2.rectangle(scene, (x, y), (x + w, y + h), float(panel), -1)
    lines = int(rng.integers(1, 6))
    for n in range(lines):
        lettering(scene, x + 4 + int(rng.integers(0, max(1, w // 4))), y + int((n + 0.3) * h / lines), float(ink), rng)


def darken(scene, rng):
    """Night: nearly black, as an infra-red camera sees what does not throw its light back, with lamps that glare."""
    scene *= np.float32(rng.uniform(0.03, 0.35))
    rows, columns = scene.shape
    at_x, at_y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
    for _ in range(int(rng.integers(0, 4))):
        radius, level = rng.uniform(2, 0.12 * columns), rng.uniform(80, 400)
        x, y, apart = rng.uniform(0, columns), rng.uniform(0, rows), rng.uniform(4, 12) * radius
        for lamp in (x, x + apart):
            scene += np.float32(level) * np.exp(-((at_x - np.float32(lamp)) ** 2 + (at_y - np.float32(y)) ** 2)
                                                / np.float32(2 * radius * radius))


def quad(width, aspect, rng):
    """Corners of a plate seen from a side, around the origin: turned up to 45 degrees, tilted up to 30."""
    height = width / aspect
    turn = np.radians(np.clip(rng.normal(0, 18), -50, 50))
    nod = np.radians(np.clip(rng.normal(0, 10), -35, 35))
    roll = np.radians(np.clip(rng.normal(0, 6) if rng.random() < 0.8 else rng.uniform(-32, 32), -35, 35))
    flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.array([width / 2, height / 2])
    x, y = flat[:, 0], flat[:, 1]
    x, z = x * np.cos(turn), x * np.sin(turn)
    y, z = y * np.cos(nod) - z * np.sin(nod), y * np.sin(nod) + z * np.cos(nod)
    near = 1 / (1 + z / (width * rng.uniform(3, 12)))
    x, y = x * near, y * near
    return np.stack([x * np.cos(roll) - y * np.sin(roll), x * np.sin(roll) + y * np.cos(roll)], 1)


def paste(scene, plates, pool, width, rng):
    """One drawn plate somewhere where no other stands; the scene is changed in place."""
    picture, lines = pool.draw(rng)
    shape = quad(width, picture.shape[1] / picture.shape[0] * rng.uniform(0.92, 1.08), rng)
    box = upright(shape)
    rows, columns = scene.shape
    room = np.array([columns - box[2], rows - box[3]])
    slack = 0.06 * box[2]  # a little may hang out of the picture
    if (room + 2 * slack < 0).any():
        return
    for _ in range(8):
        corner = np.array([rng.uniform(-slack, room[0] + slack), rng.uniform(-slack, room[1] + slack)])
        corners = shape + corner - np.array(box[:2])
        x, y, w, h = upright(corners)
        if all(x > p[0] + p[2] + 8 or p[0] > x + w + 8 or y > p[1] + p[3] + 8 or p[1] > y + h + 8
               for p in (upright(plate.corners) for plate in plates)):
            break
    else:
        return
    grey = mixed_grey(picture, rng)
    shrink = max(1.0, grey.shape[1] / max(8.0, width) / 1.5)
    if shrink > 1:
        grey = cv2.resize(grey, (max(8, int(grey.shape[1] / shrink)), max(4, int(grey.shape[0] / shrink))),
                          interpolation=cv2.INTER_AREA)
    # Light on the plate: like its surroundings, brighter (retroreflective) or darker, with a shade across.
    around = scene[max(0, int(y)):int(y + h) + 1, max(0, int(x)):int(x + w) + 1]
    level = float(around.mean()) if around.size else 120.0
    contrast = rng.uniform(0.35, 1.0)
    white = np.clip(rng.choice([level * rng.uniform(0.8, 1.6), rng.uniform(60, 255)]), 40, 255)
    grey = white * (1 - contrast * (1 - grey / 255))
    if rng.random() < 0.4:
        ramp = np.linspace(*rng.uniform(0.55, 1.1, 2), grey.shape[1])[None, :] * \
               np.linspace(*rng.uniform(0.7, 1.1, 2), grey.shape[0])[:, None]
        grey = grey * ramp
    if rng.random() < 0.15:
        edge = rng.uniform(0.1, 0.9) * grey.shape[0]
        grey[int(edge):] *= rng.uniform(0.4, 0.8)
    grey = grey.astype(np.float32)
    margin = 0
    if rng.random() < 0.45:  # a frame or a recess around, as wide as a stroke or two
        margin = int(max(1, grey.shape[0] * rng.uniform(0.03, 0.2)))
        grey = cv2.copyMakeBorder(grey, margin, margin, margin, margin, cv2.BORDER_CONSTANT,
                                  value=float(np.clip(level * rng.uniform(0.1, 1.7), 0, 255)))
    gh, gw = grey.shape
    source = np.float32([[margin, margin], [gw - margin, margin], [gw - margin, gh - margin], [margin, gh - margin]])
    turn = cv2.getPerspectiveTransform(source - 0.5, np.float32(corners) - 0.5)
    here = cv2.warpPerspective(grey, turn, (columns, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpPerspective(np.ones_like(grey), turn, (columns, rows), flags=cv2.INTER_LINEAR)
    soften = rng.uniform(0.0, 0.9)
    if soften > 0.25:
        here = cv2.GaussianBlur(here, (0, 0), soften)
        cover = cv2.GaussianBlur(cover, (0, 0), soften)
    scene += cover * (here - scene)
    plates.append(Plate(corners, True, lines))


def spoil(scene, rng):
    """What lens, light, sensor and coder do. Returns uint8."""
    if rng.random() < 0.35:
        scene = cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.4, 1.6))
    if rng.random() < 0.15:
        length = int(rng.integers(3, 8))
        kernel = np.zeros((length, length), np.float32)
        angle = rng.uniform(0, np.pi)
        c = length / 2
        cv2.line(kernel, (int(c - c * np.cos(angle)), int(c - c * np.sin(angle))),
                 (int(c + c * np.cos(angle)), int(c + c * np.sin(angle))), 1.0, 1)
        scene = cv2.filter2D(scene, -1, kernel / kernel.sum()) if kernel.sum() > 0 else scene
    if rng.random() < 0.5:
        scene = 255 * np.power(np.clip(scene, 0, 255) / 255, rng.uniform(0.5, 2.0))
    if rng.random() < 0.6:
        scene = scene * rng.uniform(0.45, 1.2) + rng.uniform(-20, 40)
    if rng.random() < 0.05:
        scene = 255 - scene
    if rng.random() < 0.5:
        scene = scene + rng.normal(0, rng.choice([2, 4, 8, 13], p=[0.4, 0.3, 0.2, 0.1]), scene.shape)
    scene = np.clip(scene, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))]
        scene = cv2.imdecode(cv2.imencode(".jpg", scene, quality)[1], cv2.IMREAD_GRAYSCALE)
    return scene


def scene_from_photograph(photograph, size, width_range_px, rng):
    """Part of a photograph, scaled so that one of its plates gets a width drawn log-evenly from the range."""
    picture, boxes = photograph
    width, height = size
    x, y, w, h = boxes[rng.integers(len(boxes))]
    wanted = np.exp(rng.uniform(*np.log(width_range_px)))
    scale = min(wanted / w, 2.5)
    roll = np.radians(np.clip(rng.normal(0, 4), -10, 10))
    aspect = rng.uniform(0.9, 1.1)
    turn = np.array([[np.cos(roll) * aspect, -np.sin(roll)], [np.sin(roll) * aspect, np.cos(roll)]]) * scale
    if rng.random() < 0.3:
        turn[:, 0] *= -1
    if rng.random() < 0.8:
        middle = np.array([x + w / 2, y + h / 2])
        target = np.array([rng.uniform(0.05, 0.95) * width, rng.uniform(0.05, 0.95) * height])
    else:
        middle = np.array([rng.uniform(0, picture.shape[1]), rng.uniform(0, picture.shape[0])])
        target = np.array([width / 2, height / 2])
    shift = target - turn @ middle
    affine = np.hstack([turn, shift[:, None]])
    grey = mixed_grey(picture, rng)
    if scale < 0.7:
        grey = cv2.GaussianBlur(grey, (0, 0), 0.4 / scale)
    scene = cv2.warpAffine(grey, affine, size, flags=cv2.INTER_LINEAR, borderValue=-1000.0)
    plates = []
    for bx, by, bw, bh in boxes:
        corners = np.array([[bx, by], [bx + bw, by], [bx + bw, by + bh], [bx, by + bh]]) @ turn.T + shift
        if turn[0, 0] < 0:
            corners = corners[[1, 0, 3, 2]]
        plates.append(Plate(corners, False))
    return scene, plates


def fill_the_rest(scene, plates, photographs, rng):
    """What the photograph leaves empty: another photograph, or a plain margin."""
    empty = scene < -1
    if not empty.any():
        return np.maximum(scene, 0), plates
    if rng.random() < 0.5:
        scene[empty] = float(rng.choice([0, 114, 255, rng.uniform(0, 255)]))
        return np.maximum(scene, 0), plates
    other = photographs[rng.integers(len(photographs))]
    size = scene.shape[::-1]
    back, more = scene_from_photograph(other, size, (15, 0.2 * size[0]), rng)
    back[back < -1] = float(back.max(initial=0)) * rng.uniform(0, 1)
    scene[empty] = back[empty]
    for plate in more:  # only plates that the front picture leaves whole or hides wholly
        x, y, w, h = upright(plate.corners)
        hidden = ~empty[max(0, int(y)):int(y + h) + 1, max(0, int(x)):int(x + w) + 1]
        if hidden.size and 0.05 < hidden.mean() < 0.95:
            scene[max(0, int(y)):int(y + h) + 1, max(0, int(x)):int(x + w) + 1] = float(scene.mean())
        elif hidden.size and hidden.mean() <= 0.05:
            plates.append(plate)
    return np.maximum(scene, 0), plates


def make_scene(photographs, pool, size, width_range_px, rng, drawn_share=0.6):
    """Returns (uint8 grey, plates). Plates may reach out of the picture."""
    if rng.random() < 0.85:
        scene, plates = scene_from_photograph(photographs[rng.integers(len(photographs))], size, width_range_px, rng)
        scene, plates = fill_the_rest(scene, plates, photographs, rng)
    else:
        scene, plates = made_background(*size, rng), []
    scene = np.ascontiguousarray(scene, np.float32)
    if rng.random() < 0.1:
        lettering(scene, int(rng.integers(0, size[0])), int(rng.integers(0, size[1])), float(rng.uniform(0, 255)), rng)
    if not plates and rng.random() < 0.5:
        board(scene, rng)  # only where it can hide no plate
    night = rng.random() < 0.12
    if night:
        darken(scene, rng)
    if night or rng.random() < drawn_share:
        for _ in range(1 + rng.binomial(3, 0.3)):
            paste(scene, plates, pool, np.exp(rng.uniform(*np.log(width_range_px))), rng)
    return spoil(scene, rng), plates
