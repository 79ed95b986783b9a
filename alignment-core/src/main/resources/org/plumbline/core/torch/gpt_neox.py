  # GPT-NeoX (Pythia): rotary positions on a part of each head, attention and MLP side by side.

  def embed(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, positions: Tensor) -> Tensor:
    return torch.embedding(w["gpt_neox.embed_in.weight"], ids).to(self.compute_type)

  def block(self: __torch__.M, w: Dict[str, Tensor], layer: int, x: Tensor, cosine: Tensor, sine: Tensor, masks: List[Tensor], cache: List[Tensor], start: int) -> Tensor:
    p = self.layer_name(layer)
    joined = self.linear(w, p + "attention.query_key_value", __torch__.layer_norm(w, p + "input_layernorm", x, self.norm_epsilon))
    # Each head holds its query, key and value.
    joined = torch.view(joined, [torch.size(x, 0), torch.size(x, 1), self.query_heads, 3 * self.head_width])
    q, k, v = torch.chunk(torch.transpose(joined, 1, 2), 3, -1)
    q = __torch__.rotate(q, cosine, sine)
    k = __torch__.rotate(k, cosine, sine)
    a = self.linear(w, p + "attention.dense", self.attend(layer, q, k, v, masks, cache, start))
    between = x
    if not self.parallel_residual:
      between = x + a
    h = __torch__.layer_norm(w, p + "post_attention_layernorm", between, self.norm_epsilon)
    h = self.linear(w, p + "mlp.dense_h_to_4h", h)
    return x + a + self.linear(w, p + "mlp.dense_4h_to_h", __torch__.activation(self.activation_name(), h))

  def final_norm(self: __torch__.M, w: Dict[str, Tensor], x: Tensor) -> Tensor:
    return __torch__.layer_norm(w, "gpt_neox.final_layer_norm", x, self.norm_epsilon)
