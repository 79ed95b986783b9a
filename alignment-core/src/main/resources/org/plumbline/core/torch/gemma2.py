  # Gemma 2: as Llama (with gated.py), with scaled embeddings, norms around each block whose weights count from one, and
  # capped scores and logits.

  def embed(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, positions: Tensor) -> Tensor:
    x = torch.embedding(w["model.embed_tokens.weight"], ids, self.padding_token).to(self.compute_type)
    # Rounded to the type of the activations, as the model was trained.
    return x * torch.full([], self.embedding_scale, dtype=self.compute_type, device=ids.device)

  def norm(self: __torch__.M, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
    f = x.to(6)
    f = f * torch.rsqrt(torch.mean(f * f, [-1], True) + self.norm_epsilon)
    return (f * (w[name + ".weight"].to(6) + 1.)).to(x.dtype)

  def block(self: __torch__.M, w: Dict[str, Tensor], layer: int, x: Tensor, cosine: Tensor, sine: Tensor, masks: List[Tensor], cache: List[Tensor], start: int) -> Tensor:
    p = self.layer_name(layer)
    h = self.attention(w, layer, self.norm(w, p + "input_layernorm", x), cosine, sine, masks, cache, start)
    x = x + self.norm(w, p + "post_attention_layernorm", h)
    h = self.mlp(w, p, self.norm(w, p + "pre_feedforward_layernorm", x))
    return x + self.norm(w, p + "post_feedforward_layernorm", h)

  def final_norm(self: __torch__.M, w: Dict[str, Tensor], x: Tensor) -> Tensor:
    return self.norm(w, "model.norm", x)
