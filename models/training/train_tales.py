"""Trains `models/tales`: a Llama of 800,000 parameters that tells the stories of a grammar of our own.

    python3 models/training/train_tales.py

trains two models side by side, one on each of two cores, which differ in their seed alone, and takes about an hour. One is
kept; the other tells how much of what is measured is chance. What was done so far is saved in `models/training/runs`, and a
training that was interrupted goes on from there when it is started again.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import torch
from torch.nn import functional

import keyframes
from llama import Llama
from optimizing import adamw, warm_up_then_cosine
from tales import measures
from tales.model import config, initialise
from tales.publish import publish
from tales.tokenizer import Tokenizer, build
from tales.windows import TOKENS_PER_STEP, windows

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / "tales"
RUNS = HERE / "runs"
# The one that is kept comes first: of these two, the one that reaches more of what was wanted.
SEEDS = (2, 1)

TOKENS = 16_000_000
STEPS = TOKENS // TOKENS_PER_STEP
KEY_FRAMES = 50
SAVE_EVERY = 100
# Of how many steps the windows tell whether a saved training was shown the same.
WINDOWS_TOLD = 20

WARM_UP = 100
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 0.1
BETAS = (0.9, 0.98)
LARGEST_GRADIENT = 1.0

ABOUT = f"""Stories from the grammar in `models/training/tales/grammar`, and windows of random phrases that come again
(`tales/windows.py`): {STEPS:,} steps of {TOKENS_PER_STEP} tokens, {TOKENS / 1e6:.0f} million in all, none of them twice but by
chance. AdamW at {LEARNING_RATE} after {WARM_UP} steps, then a cosine down to 0; in single precision, then rounded to half. Two
seeds were trained; seed {SEEDS[0]}, which reaches more of what was wanted, is kept."""

# Measured while it is trained, so not many; the card is measured on more.
KEY_FRAME_STORIES = 40


def make_optimizer(model):
    """AdamW that decays the weights of linear layers alone, not embeddings or norms."""
    decayed = [parameter for name, parameter in model.named_parameters() if "proj" in name or "lm_head" in name]
    return adamw(model, decayed, LEARNING_RATE, WEIGHT_DECAY, BETAS)


def learning_rate(step):
    """How far a step goes at most: up for the first steps, then down to 0."""
    return LEARNING_RATE * warm_up_then_cosine(step, WARM_UP, STEPS)


def settings(seed, tokenizer):
    """What a training is made with, by name: one that was interrupted goes on only with the same.

    What it is shown hangs on much code; a digest of some of its windows stands for that.
    """
    shown = hashlib.sha256()
    for step in range(0, STEPS, STEPS // WINDOWS_TOLD):
        for tensor in windows(tokenizer, seed, step, step / STEPS):
            shown.update(tensor.numpy().tobytes())
    return {
        "config": config(tokenizer),
        "vocabulary": tokenizer.tokens,
        "TOKENS": TOKENS,
        "TOKENS_PER_STEP": TOKENS_PER_STEP,
        "KEY_FRAMES": KEY_FRAMES,
        "WARM_UP": WARM_UP,
        "LEARNING_RATE": LEARNING_RATE,
        "WEIGHT_DECAY": WEIGHT_DECAY,
        "BETAS": BETAS,
        "LARGEST_GRADIENT": LARGEST_GRADIENT,
        "windows": shown.hexdigest(),
    }


def resumed(path, wanted):
    """What `keep` wrote; None where there is nothing. wanted: the settings that it must have been written with."""
    if not path.exists():
        return None
    state = torch.load(path)
    saved = state.get("settings", {})
    different = [name for name in {**wanted, **saved} if saved.get(name) != wanted.get(name)]
    if different:
        raise SystemExit(
            f"{path} was saved by a training with other settings ({', '.join(different)}). Delete it to train anew, or "
            "undo the change to go on with it."
        )
    return state


def train(seed, tokenizer):
    """Trains one model, or goes on with it: (model, [key frame: {step, loss, learningRate, weights}])."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    model = Llama(config(tokenizer))
    initialise(model)
    optimizer = make_optimizer(model)
    wanted = set(keyframes.steps(KEY_FRAMES, STEPS))
    frames, first = [], 0
    state_file = RUNS / f"{seed}.pt"
    made_with = settings(seed, tokenizer)
    state = resumed(state_file, made_with)
    if state is not None:
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        frames, first = state["frames"], state["step"]
    began = time.time()
    for step in range(first, STEPS + 1):
        # A key frame is the model that has taken this many steps; its loss, that of the windows it sees next.
        ids, counted = windows(tokenizer, seed, step, step / STEPS)
        logits = model(ids[:, :-1])
        losses = functional.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), reduction="none")
        loss = (losses * counted.flatten()).sum() / counted.sum()
        if step in wanted:
            weights = {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}
            frames.append({"step": step, "loss": loss.item(), "learningRate": learning_rate(step), "weights": weights})
        if step == STEPS:
            break
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), LARGEST_GRADIENT)
        optimizer.step()
        if step % SAVE_EVERY == SAVE_EVERY - 1:
            say(seed, step + 1, loss.item(), model, tokenizer, time.time() - began)
            keep(state_file, made_with, model, optimizer, frames, step + 1)
    return model, frames


def say(seed, step, loss, model, tokenizer, seconds):
    """Prints one line: how far the training is, and what the model has learned by now."""
    stories = measures.held_out_stories(tokenizer, KEY_FRAME_STORIES)
    held_out, entropy = measures.loss_and_entropy(model, stories)
    found = measures.summary(model, tokenizer, stories)
    figures = " ".join(f"{name} {value:.2f}" for name, value in found.items())
    print(f"seed {seed} step {step} {seconds:.0f} s loss {loss:.3f} held out {held_out:.3f}/{entropy:.3f} {figures}", flush=True)


def keep(path, made_with, model, optimizer, frames, step):
    """Writes what a training needs to go on; an interruption while writing leaves the one before."""
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "frames": frames, "step": step}
    torch.save({"settings": made_with, **state}, unfinished)
    os.replace(unfinished, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, help="train this one alone and publish nothing")
    seed = parser.parse_args().seed
    tokenizer = Tokenizer(build())
    if seed is not None:
        train(seed, tokenizer)
        return
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    trainings = [subprocess.Popen([sys.executable, __file__, "--seed", str(seed)], env=one_thread) for seed in SEEDS]
    if any(training.wait() != 0 for training in trainings):
        raise SystemExit("A training failed, so nothing was written; start again to go on from where it stopped.")
    publish(FOLDER, tokenizer, [train(seed, tokenizer) for seed in SEEDS], ABOUT)


if __name__ == "__main__":
    main()
