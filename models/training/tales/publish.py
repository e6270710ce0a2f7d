"""Writes the trained model's folder: weights, config, tokenizer, references, key frames, and the card with its figures."""

import json

import torch

import keyframes
import safetensors
from llama import Llama
from recording import save_references
from tales import card, measures
from tales.model import config
from tales.tokenizer import build
from tales.windows import TOKENS_PER_STEP

SENTENCE = (
    "I like the red ball, but my girlfriend likes the larger ball. We like to go to the basketball court to play ball "
    "together. It is a lot of fun."
)
# The first is <s> alone.
REFERENCE_PROMPTS = ["", "“Where is the cat?” asked Anna.", SENTENCE]

FRAME_REFERENCES = [
    "model.layers.0.self_attn.k_proj.weight",
    "model.norm.weight",
    "embedding",
    "layers.0.attention.weights",
    "layers.5.ffn_residual",
    "logits",
]

FRAME_STORIES = 100
CARD_STORIES = 500


def as_stored(model, tokenizer):
    """The model with its weights rounded to F16, as the file holds them."""
    stored = Llama(config(tokenizer))
    stored.load_state_dict({name: weight.half().float() for name, weight in model.state_dict().items()})
    return stored


def publish(folder, tokenizer, trained, about):
    """trained: for each seed, the one that is kept first, (model, [{step, loss, learningRate, weights}]); about: of the card."""
    folder.mkdir(exist_ok=True)
    models = [as_stored(model, tokenizer) for model, _ in trained]
    model = models[0]
    weights = {name: weight.half() for name, weight in model.state_dict().items()}
    safetensors.save(folder / "model.safetensors", weights, {"format": "pt"})
    write_json(folder / "config.json", config(tokenizer))
    write_json(folder / "tokenizer.json", build())
    write_json(
        folder / "tokenizer_config.json",
        {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "model_max_length": 256},
    )
    prompts = [[tokenizer.start, *tokenizer.encode(prompt)] for prompt in REFERENCE_PROMPTS]
    save_references(folder / "reference.safetensors", model, prompts)
    write_key_frames(folder, tokenizer, model, trained[0][1], prompts[1])
    (folder / "TRAINING.md").write_text(card.write(models, tokenizer, CARD_STORIES, about))


def write_key_frames(folder, tokenizer, model, frames, prompt):
    """The training's frames, measured and packed, and references of three of them. model: as stored; prompt: token ids."""
    stories = measures.held_out_stories(tokenizer, FRAME_STORIES)
    at_step = Llama(config(tokenizer))
    about = {}
    for frame in frames:
        at_step.load_state_dict(frame["weights"])
        held_out, _ = measures.loss_and_entropy(at_step, stories)
        about[frame["step"]] = {
            "tokens": frame["step"] * TOKENS_PER_STEP,
            "loss": frame["loss"],
            "heldOutLoss": held_out,
            "learningRate": frame["learningRate"],
            "measures": measures.summary(at_step, tokenizer, stories),
        }
    by_step = {frame["step"]: frame["weights"] for frame in frames}
    keyframes.pack(by_step, model.state_dict(), folder, about)
    ordered = sorted(by_step)
    chosen = [ordered[0], ordered[len(ordered) // 2], ordered[-2]]
    keyframes.save_frame_references(folder, at_step, chosen, prompt, FRAME_REFERENCES)


def write_json(path, content):
    """As JSON that can be read by eye."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
