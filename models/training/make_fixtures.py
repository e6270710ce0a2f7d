"""Makes `test/fixtures/<name>`: tiny models with random weights, and what PyTorch computes from them.

They are for checking inference on every variant of the families. Nothing about them is neutral: norms scale, biases are
not zero, heads and keys differ in number, so that whatever is left out or swapped shows in the numbers.

    python3 models/training/make_fixtures.py
"""

import json
import math
from pathlib import Path

import torch

import keyframes
import safetensors
from deepseek import DeepSeek
from gemma import Gemma
from gpt2 import Gpt2
from llama import Llama
from mixtral import Mixtral
from phi3 import Phi3
from qwen3 import Qwen3
from recording import save_references

FOLDER = Path(__file__).resolve().parent.parent.parent / "test" / "fixtures"
SEED = 5
SOME_TOKENS = 7
KEY_FRAMES = 5
# A hundred times the usual, so that a norm without it is off by more than rounding.
EPSILON = 1e-3

LLAMA = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "vocab_size": 40,
    "hidden_size": 32,
    "intermediate_size": 56,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "hidden_act": "silu",
    "max_position_embeddings": 16,
    "rms_norm_eps": EPSILON,
    "rope_theta": 10000.0,
    "rope_scaling": None,
    "attention_bias": False,
    "mlp_bias": False,
    "tie_word_embeddings": False,
    "torch_dtype": "float32",
}

GPT2 = {
    "architectures": ["GPT2LMHeadModel"],
    "model_type": "gpt2",
    "vocab_size": 40,
    "n_positions": 16,
    "n_embd": 32,
    "n_layer": 2,
    "n_head": 4,
    "n_inner": None,
    "activation_function": "gelu_new",
    "layer_norm_epsilon": EPSILON,
    "tie_word_embeddings": True,
    "torch_dtype": "float32",
}

# With 8 channels a head, the four pairs turn around every 6, 13, 28 and 59 tokens: by these factors (two turns and one in
# 16 tokens) one is quick, one between and two are slow.
LLAMA3_SCALING = {
    "rope_type": "llama3",
    "factor": 4.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 2.0,
    "original_max_position_embeddings": 16,
}

FIXTURES = {
    "llama-grouped": LLAMA,
    "llama-tied": {**LLAMA, "tie_word_embeddings": True},
    "llama-biased": {**LLAMA, "attention_bias": True, "mlp_bias": True},
    "llama-head-dim": {**LLAMA, "head_dim": 12},
    "llama-scaled": {**LLAMA, "max_position_embeddings": 28, "rope_theta": 20.0, "rope_scaling": LLAMA3_SCALING},
    "llama-linear": {**LLAMA, "rope_scaling": {"type": "linear", "factor": 2.5}},
    "llama-f16": {**LLAMA, "torch_dtype": "float16"},
    "qwen2": {
        "architectures": ["Qwen2ForCausalLM"],
        "model_type": "qwen2",
        "vocab_size": 40,
        "hidden_size": 32,
        "intermediate_size": 56,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "hidden_act": "silu",
        "max_position_embeddings": 16,
        "max_window_layers": 2,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1000000.0,
        "sliding_window": 4096,
        "use_sliding_window": False,
        "tie_word_embeddings": True,
        "torch_dtype": "bfloat16",
    },
    "mistral": {
        "architectures": ["MistralForCausalLM"],
        "model_type": "mistral",
        "vocab_size": 40,
        "hidden_size": 32,
        "intermediate_size": 56,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "hidden_act": "silu",
        "max_position_embeddings": 16,
        "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0,
        "sliding_window": 4096,
        "tie_word_embeddings": False,
        "torch_dtype": "bfloat16",
    },
    # Heads that are not the width shared out, as in the smallest published ones.
    "qwen3": {
        "architectures": ["Qwen3ForCausalLM"],
        "model_type": "qwen3",
        "vocab_size": 24,
        "hidden_size": 16,
        "intermediate_size": 28,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 6,
        "hidden_act": "silu",
        "max_position_embeddings": 12,
        "max_window_layers": 2,
        "rms_norm_eps": EPSILON,
        "rope_theta": 1000000.0,
        "rope_scaling": None,
        "sliding_window": None,
        "use_sliding_window": False,
        "attention_bias": False,
        "tie_word_embeddings": True,
        "torch_dtype": "bfloat16",
    },
    # One key head for all queries, as the 2B model has.
    "gemma": {
        "architectures": ["GemmaForCausalLM"],
        "model_type": "gemma",
        "vocab_size": 24,
        "hidden_size": 16,
        "intermediate_size": 28,
        "num_hidden_layers": 2,
        "num_attention_heads": 3,
        "num_key_value_heads": 1,
        "head_dim": 8,
        "hidden_act": "gelu_pytorch_tanh",
        "max_position_embeddings": 12,
        "rms_norm_eps": EPSILON,
        "rope_theta": 10000.0,
        "rope_scaling": None,
        "attention_bias": False,
        "tie_word_embeddings": True,
        "torch_dtype": "bfloat16",
    },
    "phi3": {
        "architectures": ["Phi3ForCausalLM"],
        "model_type": "phi3",
        "vocab_size": 24,
        "hidden_size": 24,
        "intermediate_size": 28,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "hidden_act": "silu",
        "max_position_embeddings": 12,
        "original_max_position_embeddings": 12,
        "rms_norm_eps": EPSILON,
        "rope_theta": 10000.0,
        "rope_scaling": None,
        "sliding_window": 2047,
        "attention_bias": False,
        "tie_word_embeddings": False,
        "torch_dtype": "bfloat16",
    },
    "mixtral": {
        "architectures": ["MixtralForCausalLM"],
        "model_type": "mixtral",
        "vocab_size": 24,
        "hidden_size": 16,
        "intermediate_size": 12,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "num_local_experts": 4,
        "num_experts_per_tok": 2,
        "hidden_act": "silu",
        "max_position_embeddings": 9,
        "rms_norm_eps": 1e-5,
        "rope_theta": 1000000.0,
        "sliding_window": None,
        "tie_word_embeddings": False,
        "torch_dtype": "float32",
    },
    # A dense layer and one with experts, two of four groups of them kept; of the four pairs that turn one is quick, two are
    # between and one is slow (YaRN).
    "deepseek": {
        "architectures": ["DeepseekV3ForCausalLM"],
        "model_type": "deepseek_v3",
        "vocab_size": 20,
        "hidden_size": 16,
        "intermediate_size": 20,
        "moe_intermediate_size": 6,
        "num_hidden_layers": 2,
        "first_k_dense_replace": 1,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "q_lora_rank": 12,
        "kv_lora_rank": 10,
        "qk_nope_head_dim": 6,
        "qk_rope_head_dim": 8,
        "v_head_dim": 5,
        "n_routed_experts": 8,
        "n_shared_experts": 2,
        "num_experts_per_tok": 3,
        "n_group": 4,
        "topk_group": 2,
        "norm_topk_prob": True,
        "routed_scaling_factor": 2.5,
        "scoring_func": "sigmoid",
        "topk_method": "noaux_tc",
        "hidden_act": "silu",
        "max_position_embeddings": 8,
        "rms_norm_eps": EPSILON,
        "rope_theta": 20.0,
        "rope_scaling": {
            "type": "yarn",
            "factor": 4.0,
            "original_max_position_embeddings": 16,
            "beta_fast": 2,
            "beta_slow": 0.5,
            "mscale": 1.0,
            "mscale_all_dim": 1.0,
        },
        "attention_bias": False,
        "tie_word_embeddings": False,
        "torch_dtype": "float32",
    },
    "gpt2-tied": GPT2,
    "gpt2-erf": {**GPT2, "activation_function": "gelu", "tie_word_embeddings": False},
    "gpt2-no-bias": {**GPT2, "bias": False},
}

FAMILIES = {
    "gpt2": Gpt2,
    "llama": Llama,
    "mistral": Llama,
    "qwen2": Llama,
    "qwen3": Qwen3,
    "gemma": Gemma,
    "phi3": Phi3,
    "mixtral": Mixtral,
    "deepseek_v3": DeepSeek,
}

STORED_DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


def initialise(model):
    """Weights that keep activations near 1 and attention uneven, with scales around what scales nothing and shifts around 0."""
    for name, parameter in model.named_parameters():
        if name.endswith("bias"):
            torch.nn.init.normal_(parameter, std=0.3)
        elif parameter.dim() == 1:
            torch.nn.init.normal_(parameter, mean=parameter[0].item(), std=0.3)
        elif "embed" in name or "wte" in name or "wpe" in name:
            torch.nn.init.normal_(parameter, std=0.8)
        else:
            torch.nn.init.normal_(parameter, std=1.2 / math.sqrt(min(parameter.shape)))


def make_prompts(config):
    """Random token ids: one token, some, and as many as the model's context holds."""
    context = config.get("max_position_embeddings") or config["n_positions"]
    return [torch.randint(config["vocab_size"], (count,)).tolist() for count in (1, SOME_TOKENS, context)]


def make_fixture(folder, config):
    """Writes config, weights and references of one model; the references are of the weights as rounded for storage."""
    torch.manual_seed(SEED)
    model = FAMILIES[config["model_type"]](config)
    initialise(model)
    stored_dtype = STORED_DTYPES[config["torch_dtype"]]
    weights = {name: weight.to(stored_dtype) for name, weight in model.state_dict().items()}
    model.load_state_dict(weights)

    write_json(folder / "config.json", config)
    safetensors.save(folder / "model.safetensors", weights, {"format": "pt"})
    save_references(folder / "reference.safetensors", model, make_prompts(config))


def add_key_frames(folder, config):
    """Adds key frames of a training that never was: a walk at random that ends at the model's weights."""
    torch.manual_seed(SEED)
    final, _ = safetensors.load(folder / "model.safetensors")
    steps = keyframes.steps(KEY_FRAMES, 2 ** (KEY_FRAMES - 2))
    frames = {steps[-1]: final}
    for later, earlier in zip(steps[::-1], steps[-2::-1]):
        frames[earlier] = {name: weight + 0.1 * torch.randn(weight.shape) for name, weight in frames[later].items()}
    about = {
        step: {"tokens": step, "loss": 1 / (step + 1), "heldOutLoss": 1 / (step + 1), "learningRate": 1.0, "measures": {}}
        for step in steps
    }
    keyframes.pack(frames, final, folder, about, group=KEY_FRAMES - 1)
    ids = ["model.layers.1.mlp.down_proj.weight", "model.norm.weight", "layers.1.ffn_residual", "logits"]
    keyframes.save_frame_references(folder, Llama(config), steps[::2], [3, 1, 4, 1, 5], ids)


def split_into_shards(source, folder):
    """Writes the model of `source` to `folder` in two shards with an index, as large checkpoints come."""
    weights, _ = safetensors.load(source / "model.safetensors")
    names = list(weights)
    halves = [names[: len(names) // 2], names[len(names) // 2 :]]
    weight_map = {}
    for index, half in enumerate(halves):
        shard = f"model-{index + 1:05}-of-{len(halves):05}.safetensors"
        safetensors.save(folder / shard, {name: weights[name] for name in half}, {"format": "pt"})
        weight_map.update({name: shard for name in half})
    total_size = sum(weight.numel() * weight.element_size() for weight in weights.values())
    write_json(folder / "model.safetensors.index.json", {"metadata": {"total_size": total_size}, "weight_map": weight_map})
    for name in ("config.json", "reference.safetensors"):
        (folder / name).write_bytes((source / name).read_bytes())


def write_json(path, content):
    """As JSON that can be read by eye, in a folder that is made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n")


def main():
    torch.set_num_threads(1)
    for name, config in FIXTURES.items():
        make_fixture(FOLDER / name, config)
    (FOLDER / "llama-shards").mkdir(exist_ok=True)
    split_into_shards(FOLDER / "llama-grouped", FOLDER / "llama-shards")
    add_key_frames(FOLDER / "llama-f16", FIXTURES["llama-f16"])


if __name__ == "__main__":
    main()
