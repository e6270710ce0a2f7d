"""Writes `test/fixtures/names/<model>.json`: name and shape of every weight in each model's published checkpoint.

Written from the published naming rules, those of the modelling code that each model was released with, and from the sizes in
its config. It knows nothing of this project's graphs, which are tested against it. A range in a name stands for that many
weights: `h.{0..11}.ln_1.weight` are twelve. GPT-3 is left out, as no checkpoint of it was published.

    python3 models/configs/weight_names.py
"""

import json
from pathlib import Path

CONFIGS = Path(__file__).resolve().parent
FOLDER = CONFIGS.parent.parent / "test" / "fixtures" / "names"


def gpt2(config):
    """OpenAI's GPT-2 as Hugging Face hosts it: weights [in, out], queries, keys and values side by side, a tied head."""
    width = config["n_embd"]
    hidden = config.get("n_inner") or 4 * width
    layer = f"h.{count(config['n_layer'])}"
    yield "wte.weight", [config["vocab_size"], width]
    yield "wpe.weight", [config["n_positions"], width]
    yield from weight_and_bias(f"{layer}.ln_1", [width])
    yield from weight_and_bias(f"{layer}.attn.c_attn", [width, 3 * width])
    yield from weight_and_bias(f"{layer}.attn.c_proj", [width, width])
    yield from weight_and_bias(f"{layer}.ln_2", [width])
    yield from weight_and_bias(f"{layer}.mlp.c_fc", [width, hidden])
    yield from weight_and_bias(f"{layer}.mlp.c_proj", [hidden, width])
    yield from weight_and_bias("ln_f", [width])


def weight_and_bias(name, shape):
    yield f"{name}.weight", shape
    yield f"{name}.bias", shape[-1:]


def llama(config):
    """Llama and Mistral: weights [out, in]."""
    width = config["hidden_size"]
    layer = f"model.layers.{count(config['num_hidden_layers'])}"
    yield from ends(config)
    yield f"{layer}.input_layernorm.weight", [width]
    yield f"{layer}.post_attention_layernorm.weight", [width]
    yield from attention(config, f"{layer}.self_attn")
    yield from feed_forward(config, f"{layer}.mlp")


def ends(config):
    """What is not in a layer."""
    table = [config["vocab_size"], config["hidden_size"]]
    yield "model.embed_tokens.weight", table
    yield "model.norm.weight", [config["hidden_size"]]
    # Gemma's configs leave the field out and mean it.
    if not config.get("tie_word_embeddings", config["model_type"] == "gemma"):
        yield "lm_head.weight", table


def attention(config, prefix):
    width = config["hidden_size"]
    queries, keys = query_and_key_channels(config)
    yield f"{prefix}.q_proj.weight", [queries, width]
    yield f"{prefix}.k_proj.weight", [keys, width]
    yield f"{prefix}.v_proj.weight", [keys, width]
    yield f"{prefix}.o_proj.weight", [width, queries]


def query_and_key_channels(config):
    """Of all heads together."""
    heads = config["num_attention_heads"]
    head = config.get("head_dim") or config["hidden_size"] // heads
    return heads * head, config["num_key_value_heads"] * head


def feed_forward(config, prefix):
    width, hidden = config["hidden_size"], config["intermediate_size"]
    yield f"{prefix}.gate_proj.weight", [hidden, width]
    yield f"{prefix}.up_proj.weight", [hidden, width]
    yield f"{prefix}.down_proj.weight", [width, hidden]


def qwen3(config):
    """Llama's, and a norm of each head's queries and keys."""
    yield from llama(config)
    layer = f"model.layers.{count(config['num_hidden_layers'])}"
    for name in ("q_norm", "k_norm"):
        yield f"{layer}.self_attn.{name}.weight", [config["head_dim"]]


def phi3(config):
    """Queries, keys and values in one matrix, and gate and up in another, by rows."""
    width, hidden = config["hidden_size"], config["intermediate_size"]
    queries, keys = query_and_key_channels(config)
    layer = f"model.layers.{count(config['num_hidden_layers'])}"
    yield from ends(config)
    yield f"{layer}.input_layernorm.weight", [width]
    yield f"{layer}.post_attention_layernorm.weight", [width]
    yield f"{layer}.self_attn.qkv_proj.weight", [queries + 2 * keys, width]
    yield f"{layer}.self_attn.o_proj.weight", [width, queries]
    yield f"{layer}.mlp.gate_up_proj.weight", [2 * hidden, width]
    yield f"{layer}.mlp.down_proj.weight", [width, hidden]


def mixtral(config):
    """Mistral's attention, and experts whose matrices are called w1 (gate), w2 (down) and w3 (up)."""
    width, hidden, experts = config["hidden_size"], config["intermediate_size"], config["num_local_experts"]
    layer = f"model.layers.{count(config['num_hidden_layers'])}"
    yield from ends(config)
    yield f"{layer}.input_layernorm.weight", [width]
    yield f"{layer}.post_attention_layernorm.weight", [width]
    yield from attention(config, f"{layer}.self_attn")
    yield f"{layer}.block_sparse_moe.gate.weight", [experts, width]
    expert = f"{layer}.block_sparse_moe.experts.{count(experts)}"
    yield f"{expert}.w1.weight", [hidden, width]
    yield f"{expert}.w2.weight", [width, hidden]
    yield f"{expert}.w3.weight", [hidden, width]


def deepseek(config):
    """Latent attention; dense layers, then experts. Without the layer that predicts a further token, and without the scales of
    FP8 blocks, which the files hold besides."""
    yield from ends(config)
    yield from deepseek_layers(config, config["num_hidden_layers"], config["first_k_dense_replace"])


def deepseek_further(config):
    """The same, with the layer that predicts a further token: another layer with experts, what it begins with and what it ends in."""
    width, layers = config["hidden_size"], config["num_hidden_layers"]
    table = [config["vocab_size"], width]
    yield from ends(config)
    yield from deepseek_layers(config, layers + 1, config["first_k_dense_replace"])
    layer = f"model.layers.{layers}"
    yield f"{layer}.embed_tokens.weight", table
    yield f"{layer}.enorm.weight", [width]
    yield f"{layer}.hnorm.weight", [width]
    yield f"{layer}.eh_proj.weight", [width, 2 * width]
    yield f"{layer}.shared_head.norm.weight", [width]
    yield f"{layer}.shared_head.head.weight", table


def deepseek_layers(config, layers, dense):
    width = config["hidden_size"]
    layer = f"model.layers.{count(layers)}"
    yield f"{layer}.input_layernorm.weight", [width]
    yield f"{layer}.post_attention_layernorm.weight", [width]
    yield from latent_attention(config, f"{layer}.self_attn")
    yield from feed_forward(config, f"model.layers.{count(dense)}.mlp")
    mixture = f"model.layers.{count(layers, dense)}.mlp"
    experts, hidden = config["n_routed_experts"], config["moe_intermediate_size"]
    yield f"{mixture}.gate.weight", [experts, width]
    yield f"{mixture}.gate.e_score_correction_bias", [experts]
    yield from feed_forward({**config, "intermediate_size": hidden}, f"{mixture}.experts.{count(experts)}")
    shared = hidden * config["n_shared_experts"]
    yield from feed_forward({**config, "intermediate_size": shared}, f"{mixture}.shared_experts")


def latent_attention(config, prefix):
    """Queries through one narrow matrix, keys and values through another, which also holds the key that all heads share."""
    width, heads = config["hidden_size"], config["num_attention_heads"]
    query_latent, latent = config["q_lora_rank"], config["kv_lora_rank"]
    still, turning, value = config["qk_nope_head_dim"], config["qk_rope_head_dim"], config["v_head_dim"]
    yield f"{prefix}.q_a_proj.weight", [query_latent, width]
    yield f"{prefix}.q_a_layernorm.weight", [query_latent]
    yield f"{prefix}.q_b_proj.weight", [heads * (still + turning), query_latent]
    yield f"{prefix}.kv_a_proj_with_mqa.weight", [latent + turning, width]
    yield f"{prefix}.kv_a_layernorm.weight", [latent]
    yield f"{prefix}.kv_b_proj.weight", [heads * (still + value), latent]
    yield f"{prefix}.o_proj.weight", [width, heads * value]


def count(number, first=0):
    """The range first … number − 1, as it stands in a name."""
    return "{%d..%d}" % (first, number - 1)


RULES = {
    "GPT2LMHeadModel": gpt2,
    "LlamaForCausalLM": llama,
    "MistralForCausalLM": llama,
    "Qwen3ForCausalLM": qwen3,
    "GemmaForCausalLM": llama,
    "Phi3ForCausalLM": phi3,
    "MixtralForCausalLM": mixtral,
    "DeepseekV3ForCausalLM": deepseek,
}

# The list of the models, which is no config, and a model of which no checkpoint was published.
LEFT_OUT = {"catalogue", "gpt3-175b"}

# Lists of more than a model itself, by what stands behind its name.
LONGER = {"deepseek-r1": {"further": deepseek_further}}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in sorted(CONFIGS.glob("*.json")):
        if path.stem in LEFT_OUT:
            continue
        config = json.loads(path.read_text())
        write(path.stem, RULES[config["architectures"][0]](config))
        for what, rule in LONGER.get(path.stem, {}).items():
            write(f"{path.stem}+{what}", rule(config))


def write(name, weights):
    lines = [f"  {json.dumps(weight)}: {json.dumps(shape)}" for weight, shape in weights]
    (FOLDER / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
