  # Llama trunk. Shapes: B rows, T query positions, S key positions, D width, H query heads, G key/value heads,
  # d head width. `w` maps checkpoint names to tensors; a fused weight (see `pack`) replaces its parts when present.

  def rotation(self: __torch__.M, positions: Tensor) -> Tuple[Tensor, Tensor]:
    # positions int64 [B or 1, T] -> cosine and sine, each float32 [B or 1, 1, T, d]. Su et al. 2021, eq. 34.
    exponents = torch.arange(0, self.head_dim, 2, dtype=4, device=positions.device).to(6) / float(self.head_dim)
    inverse_frequencies = torch.reciprocal(torch.pow(self.rope_theta, exponents))
    angles = torch.unsqueeze(positions.to(6), -1) * inverse_frequencies
    angles = torch.unsqueeze(torch.cat([angles, angles], -1), 1)
    return torch.cos(angles), torch.sin(angles)

  def attention_inputs(self: __torch__.M, w: Dict[str, Tensor], p: str, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    H = self.num_attention_heads
    G = self.num_key_value_heads
    d = self.head_dim
    B = torch.size(x, 0)
    T = torch.size(x, 1)
    fused = p + "self_attn.qkv_proj.weight"
    if torch.__contains__(w, fused):
      bias = __torch__.optional(w, p + "self_attn.qkv_proj.bias")
      joined = torch.view(torch.linear(x, w[fused], bias), [B, T, H + 2 * G, d])
      q = torch.slice(joined, 2, 0, H)
      k = torch.slice(joined, 2, H, H + G)
      v = torch.slice(joined, 2, H + G, H + 2 * G)
    else:
      q = torch.view(__torch__.linear(w, p + "self_attn.q_proj", x), [B, T, H, d])
      k = torch.view(__torch__.linear(w, p + "self_attn.k_proj", x), [B, T, G, d])
      v = torch.view(__torch__.linear(w, p + "self_attn.v_proj", x), [B, T, G, d])
    return torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), torch.transpose(v, 1, 2)

  def mlp(self: __torch__.M, w: Dict[str, Tensor], p: str, x: Tensor) -> Tensor:
    fused = p + "mlp.gate_up_proj.weight"
    if torch.__contains__(w, fused):
      joined = torch.linear(x, w[fused], __torch__.optional(w, p + "mlp.gate_up_proj.bias"))
      half = torch.floordiv(torch.size(joined, -1), 2)
      gate = torch.slice(joined, -1, 0, half)
      up = torch.slice(joined, -1, half)
    else:
      gate = __torch__.linear(w, p + "mlp.gate_proj", x)
      up = __torch__.linear(w, p + "mlp.up_proj", x)
    return __torch__.linear(w, p + "mlp.down_proj", torch.silu(gate) * up)

  def trunk(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, bias: Optional[Tensor], cache: List[Tensor], start: int) -> Tensor:
    # ids int64 [B, T] -> hidden states after the final norm [B, T, D]. An empty cache means plain causal attention over
    # the ids; otherwise keys and values of these ids are written at start.. and all S = start + T are attended to.
    x = torch.embedding(w["model.embed_tokens.weight"], ids)
    cosine, sine = self.rotation(positions)
    for layer in range(self.num_hidden_layers):
      p = torch.add("model.layers.", str(layer)) + "."
      h = __torch__.rms_norm(x, w[p + "input_layernorm.weight"], self.rms_norm_eps)
      q, k, v = self.attention_inputs(w, p, h)
      q = __torch__.rotate(q, cosine, sine)
      k = __torch__.rotate(k, cosine, sine)
      a = __torch__.attention(q, k, v, bias, cache, layer, start)
      x = x + __torch__.linear(w, p + "self_attn.o_proj", a)
      h = __torch__.rms_norm(x, w[p + "post_attention_layernorm.weight"], self.rms_norm_eps)
      x = x + self.mlp(w, p, h)
    return __torch__.rms_norm(x, w["model.norm.weight"], self.rms_norm_eps)

  def head(self: __torch__.M, w: Dict[str, Tensor], hidden: Tensor) -> Tensor:
    # hidden [..., D] -> logits float32 [..., V]
    name = "lm_head.weight"
    if self.tie_word_embeddings:
      name = "model.embed_tokens.weight"
    return torch.linear(hidden, w[name]).to(6)

  def pack(self: __torch__.M, tensors: List[Tensor]) -> Dict[str, Tensor]:
    # One product instead of three (query, key, value) and of two (gate, up): a decode step is bound by small products.
    w = self.named(tensors)
    packed = annotate(Dict[str, Tensor], {})
    for name in torch.keys(w):
      packed[name] = w[name]
    for layer in range(self.num_hidden_layers):
      p = torch.add("model.layers.", str(layer)) + "."
      __torch__.fuse(packed, [p + "self_attn.q_proj", p + "self_attn.k_proj", p + "self_attn.v_proj"], p + "self_attn.qkv_proj")
      __torch__.fuse(packed, [p + "mlp.gate_proj", p + "mlp.up_proj"], p + "mlp.gate_up_proj")
    return packed
