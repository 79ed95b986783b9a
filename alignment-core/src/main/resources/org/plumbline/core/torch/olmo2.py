  # OLMo 2: as Llama (with gated.py), with the norms behind each block.

  def embed(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, positions: Tensor) -> Tensor:
    return torch.embedding(w["model.embed_tokens.weight"], ids, self.padding_token).to(self.compute_type)

  def block(self: __torch__.M, w: Dict[str, Tensor], layer: int, x: Tensor, cosine: Tensor, sine: Tensor, masks: List[Tensor], cache: List[Tensor], start: int) -> Tensor:
    p = self.layer_name(layer)
    a = self.attention(w, layer, x, cosine, sine, masks, cache, start)
    x = x + __torch__.rms_norm(a, w[p + "post_attention_layernorm.weight"], self.norm_epsilon)
    return x + __torch__.rms_norm(self.mlp(w, p, x), w[p + "post_feedforward_layernorm.weight"], self.norm_epsilon)

  def final_norm(self: __torch__.M, w: Dict[str, Tensor], x: Tensor) -> Tensor:
    return __torch__.rms_norm(x, w["model.norm.weight"], self.norm_epsilon)
