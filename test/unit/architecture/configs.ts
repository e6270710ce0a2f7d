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

export const SMALL_MIXTRAL = { ...SMALL_LLAMA, model_type: 'mixtral', num_local_experts: 5, num_experts_per_tok: 2 };

export const SMALL_DEEPSEEK = {
  model_type: 'deepseek_v3',
  hidden_size: 24,
  num_hidden_layers: 3,
  first_k_dense_replace: 1,
  num_attention_heads: 4,
  intermediate_size: 40,
  moe_intermediate_size: 10,
  q_lora_rank: 14,
  kv_lora_rank: 9,
  qk_nope_head_dim: 6,
  qk_rope_head_dim: 4,
  v_head_dim: 5,
  n_routed_experts: 12,
  n_group: 4,
  topk_group: 2,
  num_experts_per_tok: 3,
  vocab_size: 17,
  max_position_embeddings: 32,
};

/** With the layer that predicts a further token. */
export const FURTHER_DEEPSEEK = { ...SMALL_DEEPSEEK, shown_nextn_predict_layers: 1 };

export const SMALL_PHI3 = { ...SMALL_LLAMA, model_type: 'phi3' };
