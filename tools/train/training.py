"""What the trainings of the detector's two networks share: batches drawn beside the steps, and an average of weights."""
import concurrent.futures
import multiprocessing

import cv2
import numpy as np

_draw = None


def _prepare(draw):
    global _draw
    cv2.setNumThreads(1)
    _draw = draw


def _drawn(seed, step):
    return _draw(np.random.default_rng([seed, step]), step)


def batches(draw, seed, first, last, ahead=4):
    """Yields (step, draw(rng, step)) for steps first to last - 1, drawn by one process beside this one.

    Each step's chance depends on the seed and the step alone, so a training that is resumed sees what it would
    have seen.
    """
    with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("fork"), _prepare, (draw,)) as pool:
        waiting = [pool.submit(_drawn, seed, step) for step in range(first, min(first + ahead, last))]
        for step in range(first, last):
            made = waiting.pop(0).result()
            if step + ahead < last:
                waiting.append(pool.submit(_drawn, seed, step + ahead))
            yield step, made


def rate_at(step, steps, highest, warm):
    """Learning rate: up over the first steps, then down along half a cosine to a hundredth."""
    return highest * min(1.0, (step + 1) / warm) * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * step / steps)))


def average_into(average, model, step):
    """A running mean of weights over some 500 steps, shorter at first: what is exported."""
    decay = min(0.998, step / (step + 50))
    for kept, new in zip(average.state_dict().values(), model.state_dict().values()):
        if kept.dtype.is_floating_point:
            kept.mul_(decay).add_(new.detach(), alpha=1 - decay)
        else:
            kept.copy_(new)
