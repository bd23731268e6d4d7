#!/usr/bin/python3
r"""Trains the plate reader on crops that draw_plates streams and writes it as ONNX.

  cmake --build --preset release --target draw_plates
  tools/train/train_reader.py --draw build/release/tools/train/draw_plates --minutes 55 --out plate_reader.onnx

To go on from the reader that is shipped, at about half the rate:

  tools/train/train_reader.py --draw build/release/tools/train/draw_plates --minutes 30 --rate 0.001 \
      --start processing/anpr/models/plate_reader.onnx --out plate_reader.onnx

Needs Debian's python3-torch and python3-onnx. Nothing but drawn plates is learnt from. --minutes ends by the
clock, so the number of steps is printed.
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

SYMBOLS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # class 0 is "no character"; O and I are folded into 0 and 1
CLASSES = 1 + len(SYMBOLS)
F_SETPIPE_SZ = 1031  # of Linux; the fcntl module names it from Python 3.10 on
WIDTH, HEIGHT, LABEL = 160, 32, 12
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
        return (pixels - 128) / 50, marks

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


def start_from_onnx(net, path, crops):
    """Takes over the weights of an exported reader. Its batch norms are folded into the convolutions, so each
    is given back what these crops show it: the same function, to go on from with running statistics."""
    import onnx
    from onnx import numpy_helper
    graph = onnx.load(path).graph
    tensors = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    folded = [[tensors[name] for name in node.input[1:3]] for node in graph.node if node.op_type == "Conv"]
    convolutions = [(part[0], part[1]) if isinstance(part, nn.Sequential) else (part, None)
                    for part in net if not isinstance(part, nn.Dropout)]
    if len(folded) != len(convolutions):
        raise SystemExit(f"{path}: {len(folded)} convolutions, expected {len(convolutions)}")
    with torch.no_grad():
        seen = crops
        for (weight, bias), (convolution, norm) in zip(folded, convolutions):
            if weight.shape != convolution.weight.shape:
                raise SystemExit(f"{path}: weights of {tuple(weight.shape)}, expected {tuple(convolution.weight.shape)}")
            convolution.weight.copy_(weight)
            if norm is None:
                convolution.bias.copy_(bias)
                break
            seen = convolution(seen)
            mean, variance = seen.mean((0, 2, 3)), seen.var((0, 2, 3))
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(variance)
            norm.weight.copy_((variance + norm.eps).sqrt())
            norm.bias.copy_(bias + mean)
            seen = (seen + bias.reshape(1, -1, 1, 1)).relu()


def averaged(average, net, decay):
    with torch.no_grad():
        for kept, new in zip(average.state_dict().values(), net.state_dict().values()):
            if kept.dtype.is_floating_point:
                kept.mul_(decay).add_(new, alpha=1 - decay)
            else:
                kept.copy_(new)


def train(net, options, worker, began, after_step):
    """Steps on the shared weights until the time is up; workers do not wait for each other."""
    if worker:
        os.setsid()  # Linux shares a machine out by session
    torch.set_num_threads(1)
    torch.manual_seed(options.seed + worker)
    crops = Crops(options.draw, options.seed + 1000 * (worker + 1))
    optimiser = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=1e-3)
    ctc = nn.CTCLoss(blank=0, zero_infinity=True)
    step = 0
    while (done := (time.monotonic() - began) / (options.minutes * 60)) < 1:
        warm = min(1.0, (step + 1) / 150)
        for group in optimiser.param_groups:
            group["lr"] = options.rate * warm * (0.005 + 0.995 * 0.5 * (1 + np.cos(np.pi * done)))
        pixels, marks = crops.batch(options.batch)
        codes, lengths = targets(marks)
        out = scores(net, pixels)
        loss = ctc(out, codes, torch.full((len(marks),), out.shape[0], dtype=torch.long), lengths)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        step += 1
        after_step(step, loss.item())
    crops.close()
    return step


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draw", required=True, help="the draw_plates program")
    parser.add_argument("--out", required=True, help="ONNX to write; its checkpoint lies beside it as .pt")
    parser.add_argument("--minutes", type=float, default=55)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--start", help="checkpoint (.pt) or exported reader (.onnx) to go on from")
    parser.add_argument("--workers", type=int, default=2, help="one repeats exactly, more only nearly")
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    net, average = reader(), reader()
    check = Crops(options.draw, 0, 512)
    held_out = [check.batch(128) for _ in range(4)]
    check.close()
    if options.start and options.start.endswith(".onnx"):
        first = Crops(options.draw, options.seed, 512)
        start_from_onnx(net, options.start, first.batch(512)[0])
        first.close()
    elif options.start:
        net.load_state_dict(torch.load(options.start))
    average.load_state_dict(net.state_dict())
    net.share_memory()
    print("weights", sum(p.numel() for p in net.parameters()), flush=True)
    if options.start:
        print(f"exact on held-out drawings before {exact_share(average, held_out):.3f}", flush=True)

    began = time.monotonic()
    others = [torch.multiprocessing.Process(target=train, args=(net, options, worker, began, lambda *_: None))
              for worker in range(1, options.workers)]
    for other in others:
        other.start()
    state = {"reported": began, "loss": 0.0}

    def after_step(step, loss):
        averaged(average, net, min(0.997, step / (step + 50)))
        state["loss"] += max(0.02, 1 / step) * (loss - state["loss"])
        if time.monotonic() - state["reported"] > 120:
            state["reported"] = time.monotonic()
            print(f"{(time.monotonic() - began) / 60:5.1f} min  {step} steps  loss {state['loss']:.3f}"
                  f"  exact {exact_share(average, held_out):.3f}", flush=True)
            torch.save(average.state_dict(), options.out + ".pt")

    steps = train(net, options, 0, began, after_step)
    for other in others:
        other.join()
    print(f"{steps} steps of {options.batch} by the first of {options.workers} workers,"
          f" exact on held-out drawings {exact_share(average, held_out):.3f}")
    torch.save(average.state_dict(), options.out + ".pt")
    export(average, options.out)


if __name__ == "__main__":
    main()
