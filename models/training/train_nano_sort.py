"""Trains `models/nano-sort`: a GPT of 85,728 parameters that sorts six letters.

The model and the task are those of minGPT's sorting demo, with the letters A, B and C as its three tokens: after six
letters it continues with the same letters in order. Three quarters of the 729 inputs are for training, the rest are
only checked at the end. Thirty key frames tell how it came to be. It takes one to two minutes on one core:

    python3 models/training/train_nano_sort.py
"""

import itertools
import json
import math
from pathlib import Path

import torch
from torch.nn import functional

import keyframes
import safetensors
from gpt2 import Conv1D, Gpt2
from optimizing import adamw, warm_up_then_cosine
from recording import Recorder, save_references

FOLDER = Path(__file__).resolve().parent.parent / "nano-sort"
LETTERS = "ABC"
LENGTH = 6

CONFIG = {
    "architectures": ["GPT2LMHeadModel"],
    "model_type": "gpt2",
    "vocab_size": len(LETTERS),
    # The last letter of the answer is predicted, never read.
    "n_positions": 2 * LENGTH - 1,
    "n_embd": 48,
    "n_layer": 3,
    "n_head": 3,
    "n_inner": 192,
    "activation_function": "gelu_new",
    "layer_norm_epsilon": 1e-5,
    "tie_word_embeddings": False,
    "torch_dtype": "float32",
}

SEED = 11
# All inputs are right after a few hundred steps; the others make the model sure of its answers.
STEPS = 2000
WARM_UP = 100
BATCH = 128
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 0.1
BETAS = (0.9, 0.98)
LARGEST_GRADIENT = 1.0
HELD_OUT = 0.25

KEY_FRAMES = 30
KEY_FRAME_GROUP = 10

REFERENCE_PROMPTS = ["B", "CBABBC", "CBABBCABBBC"]
# Of key frames: weights as they are decoded, and activations from first to last.
FRAME_REFERENCES = [
    "transformer.h.1.ln_2.bias",
    "transformer.h.2.attn.c_proj.weight",
    "embedding",
    "layers.0.attention.weights",
    "layers.1.ffn.activated",
    "layers.2.ffn_residual",
    "logits",
]


def initialise(model):
    """Normal weights: 0.02 for embeddings and head as in GPT-2, 1/√inputs for linears, which makes attention sharper.

    What writes to the residual stream starts smaller, by √(2 · layers), again as in GPT-2.
    """
    for name, parameter in model.named_parameters():
        if name.endswith(("wte.weight", "wpe.weight", "lm_head.weight")):
            torch.nn.init.normal_(parameter, std=0.02)
        elif name.endswith(("c_attn.weight", "c_fc.weight")):
            torch.nn.init.normal_(parameter, std=1 / math.sqrt(CONFIG["n_embd"]))
        elif name.endswith("c_proj.weight"):
            torch.nn.init.normal_(parameter, std=0.02 / math.sqrt(2 * CONFIG["n_layer"]))


def make_optimizer(model):
    """AdamW that decays the weights of linear layers alone, not embeddings, norms or biases."""
    decayed = [module.weight for module in model.modules() if isinstance(module, (Conv1D, torch.nn.Linear))]
    return adamw(model, decayed, LEARNING_RATE, WEIGHT_DECAY, BETAS)


def learning_rate_factor(step):
    """The share of the largest learning rate that a step is taken with."""
    return warm_up_then_cosine(step, WARM_UP, STEPS)


def answer_loss(model, questions):
    """Mean cross-entropy, in nats, of the answers' letters to `questions` [question, LENGTH]."""
    answers = questions.sort(dim=1).values
    logits = model(torch.cat([questions, answers[:, :-1]], dim=1))
    return functional.cross_entropy(logits[:, LENGTH - 1 :].flatten(0, 1), answers.flatten())


def train(model, inputs, reached):
    """Trains on `inputs` [input, LENGTH]; `reached` is called with each step, 0 before the first update."""
    optimizer = make_optimizer(model)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, learning_rate_factor)
    for step in range(STEPS):
        reached(step)
        loss = answer_loss(model, inputs[torch.randint(len(inputs), (BATCH,))])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), LARGEST_GRADIENT)
        optimizer.step()
        schedule.step()
        if step % 200 == 0:
            print(f"step {step}: loss {loss.item():.5f}")
    reached(STEPS)


def check(model, inputs):
    """Sorts `inputs` [input, LENGTH] by greedy decoding: (how many are right, the least probability given to a letter)."""
    answers = inputs.sort(dim=1).values
    tokens = inputs
    least = 1.0
    with torch.no_grad():
        for place in range(LENGTH):
            probabilities = model(tokens)[:, -1].softmax(dim=-1)
            least = min(least, probabilities.gather(1, answers[:, place : place + 1]).min().item())
            tokens = torch.cat([tokens, probabilities.argmax(dim=-1, keepdim=True)], dim=1)
    right = (tokens[:, LENGTH:] == answers).all(dim=1).sum().item()
    return right, least


def measure(model, inputs):
    """What is told of a key frame, over `inputs` [input, LENGTH]: {name: share, 0 to 1}.

    right: of inputs sorted by greedy decoding. position.P: of answers whose letter P is right after the right ones before
    it. answerLetter.L.H: of the attention of layer L's head H, where an answer's letter is predicted, that goes to that
    letter in the question.
    """
    questions, answers = inputs, inputs.sort(dim=1).values
    recorded = {}
    with torch.no_grad():
        logits = model(torch.cat([questions, answers[:, :-1]], dim=1), Recorder(recorded))
    right_letters = (logits[:, LENGTH - 1 :].argmax(dim=-1) == answers).double().mean(dim=0)
    is_answer = (questions[:, None, :] == answers[:, :, None])[:, None]

    right, _ = check(model, inputs)
    measures = {"right": right / len(inputs)}
    measures.update({f"position.{place}": share.item() for place, share in enumerate(right_letters)})
    for layer in range(CONFIG["n_layer"]):
        weights = recorded[f"layers.{layer}.attention.weights"][:, :, LENGTH - 1 :, :LENGTH]
        shares = (weights * is_answer).sum(dim=-1).mean(dim=(0, 2))
        measures.update({f"answerLetter.{layer}.{head}": share.item() for head, share in enumerate(shares)})
    return measures


def about_frame(model, step, training, held_out):
    """What `training.json` tells of the model after `step` updates; the measures are of the inputs held out."""
    with torch.no_grad():
        loss, held_out_loss = answer_loss(model, training).item(), answer_loss(model, held_out).item()
    return {
        "tokens": step * BATCH * CONFIG["n_positions"],
        "loss": loss,
        "heldOutLoss": held_out_loss,
        "learningRate": LEARNING_RATE * learning_rate_factor(step),
        "measures": measure(model, held_out),
    }


def tokenizer():
    """A tokenizer.json that makes every character a token of its own. `<unk>` is no token: other letters have no id."""
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "."}, "behavior": "Isolated", "invert": False},
        "post_processor": None,
        "decoder": {"type": "Fuse"},
        "model": {
            "type": "WordLevel",
            "vocab": {letter: index for index, letter in enumerate(LETTERS)},
            "unk_token": "<unk>",
        },
    }


def write_json(name, content):
    """Into the model's folder, as JSON that can be read by eye."""
    (FOLDER / name).write_text(json.dumps(content, indent=2) + "\n")


def split_inputs():
    """Every input, [input, LENGTH], drawn at random into those for training and those held out."""
    inputs = torch.tensor(list(itertools.product(range(len(LETTERS)), repeat=LENGTH)))
    shuffled = inputs[torch.randperm(len(inputs))]
    held_out_count = round(HELD_OUT * len(inputs))
    return shuffled[held_out_count:], shuffled[:held_out_count]


def main():
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    training, held_out = split_inputs()
    inputs = torch.cat([training, held_out])

    model = Gpt2(CONFIG)
    initialise(model)
    kept = keyframes.steps(KEY_FRAMES, STEPS)
    frames, about = {}, {}

    def reached(step):
        if step in kept:
            frames[step] = {name: weight.clone() for name, weight in model.state_dict().items()}
            about[step] = about_frame(model, step, training, held_out)

    train(model, training, reached)

    right, least = check(model, inputs)
    held_out_right, _ = check(model, held_out)
    print(f"{right} of {len(inputs)} right, {held_out_right} of {len(held_out)} held out; least probability {least:.6f}")
    if right < len(inputs):
        raise SystemExit("The model does not sort every input, so nothing was written. Train longer or change the seed.")

    FOLDER.mkdir(exist_ok=True)
    safetensors.save(FOLDER / "model.safetensors", model.state_dict(), {"format": "pt"})
    write_json("config.json", CONFIG)
    write_json("tokenizer.json", tokenizer())
    write_json("tokenizer_config.json", {"model_max_length": CONFIG["n_positions"], "clean_up_tokenization_spaces": False})
    prompts = [[LETTERS.index(letter) for letter in prompt] for prompt in REFERENCE_PROMPTS]
    save_references(FOLDER / "reference.safetensors", model, prompts)
    keyframes.pack(frames, model.state_dict(), FOLDER, about, KEY_FRAME_GROUP, later_bits=8)
    chosen = [kept[4], kept[KEY_FRAMES // 3], kept[-2]]
    keyframes.save_frame_references(FOLDER, Gpt2(CONFIG), chosen, prompts[-1], FRAME_REFERENCES)


if __name__ == "__main__":
    main()
