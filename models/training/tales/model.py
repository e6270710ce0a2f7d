"""The model that tells the tales: its size, and the weights that it starts from."""

import math

import torch

# The embedding starts as small as GPT-2's, and what a layer adds to it smaller still, so that a token stays readable in
# the residual stream.
DEVIATION = 0.02


def config(tokenizer):
    """The model's Hugging Face config.json.

    As wide as a model can be in which the heads that look back together form within a few million tokens: at a width of
    128 with 8 heads a head learned to look at the word before, but none to use it.
    """
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": len(tokenizer),
        "hidden_size": 96,
        "intermediate_size": 256,
        "num_hidden_layers": 6,
        "num_attention_heads": 6,
        "num_key_value_heads": 3,
        "max_position_embeddings": 256,
        "hidden_act": "silu",
        "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0,
        "attention_bias": False,
        "mlp_bias": False,
        "tie_word_embeddings": False,
        "bos_token_id": tokenizer.start,
        "eos_token_id": tokenizer.end,
        "torch_dtype": "float16",
    }


def initialise(model):
    """Normal weights. Queries and keys start at 1/√inputs: attention that is sharp early lets the heads form that look back.

    What writes to the residual stream starts smaller by √(2 · layers), as in GPT-2.
    """
    width, layers = model.model["embed_tokens"].weight.shape[1], len(model.model["layers"])
    for name, parameter in model.named_parameters():
        if name.endswith("norm.weight"):
            continue
        deviation = DEVIATION
        if "q_proj" in name or "k_proj" in name:
            deviation = 1 / math.sqrt(width)
        elif "o_proj" in name or "down_proj" in name:
            deviation = DEVIATION / math.sqrt(2 * layers)
        torch.nn.init.normal_(parameter, std=deviation)
