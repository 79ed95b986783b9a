  # Llama, Mistral, Qwen2, Qwen3, Phi-3: RMS norm before each block. With gated.py.

  def embed(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, positions: Tensor) -> Tensor:
    return torch.embedding(w["model.embed_tokens.weight"], ids, self.padding_token).to(self.compute_type)

  def block(self: __torch__.M, w: Dict[str, Tensor], layer: int, x: Tensor, cosine: Tensor, sine: Tensor, masks: List[Tensor], cache: List[Tensor], start: int) -> Tensor:
    p = self.layer_name(layer)
    h = __torch__.rms_norm(x, w[p + "input_layernorm.weight"], self.norm_epsilon)
    x = x + self.attention(w, layer, h, cosine, sine, masks, cache, start)
    h = __torch__.rms_norm(x, w[p + "post_attention_layernorm.weight"], self.norm_epsilon)
    return x + self.mlp(w, p, h)

  def final_norm(self: __torch__.M, w: Dict[str, Tensor], x: Tensor) -> Tensor:
    return __torch__.rms_norm(x, w["model.norm.weight"], self.norm_epsilon)
