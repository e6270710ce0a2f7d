/** Configs of small models of the families, for tests that change one field at a time. */

export const SORTER = {
  model_type: 'gpt2',
  n_embd: 48,
  n_layer: 3,
  n_head: 3,
  n_positions: 11,
  vocab_size: 3,
  tie_word_embeddings: false,
};

export const SMALL_LLAMA = {
  model_type: 'llama',
  hidden_size: 24,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  intermediate_size: 40,
  vocab_size: 17,
  max_position_embeddings: 32,
  rms_norm_eps: 1e-5,
};

export const SMALL_QWEN3 = { ...SMALL_LLAMA, model_type: 'qwen3', head_dim: 10 };

export const SMALL_GEMMA = { ...SMALL_LLAMA, model_type: 'gemma', hidden_act: 'gelu_pytorch_tanh', head_dim: 10 };

export const SMALL_PHI3 = { ...SMALL_LLAMA, model_type: 'phi3' };
