  # GPT-2: learned positions, layer norm before each block, weights stored [in, out].

  def embed(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, positions: Tensor) -> Tensor:
    x = torch.embedding(w["transformer.wte.weight"], ids) + torch.embedding(w["transformer.wpe.weight"], positions)
    return x.to(self.compute_type)

  def block(self: __torch__.M, w: Dict[str, Tensor], layer: int, x: Tensor, cosine: Tensor, sine: Tensor, masks: List[Tensor], cache: List[Tensor], start: int) -> Tensor:
    p = self.layer_name(layer)
    joined = self.linear(w, p + "attn.c_attn", __torch__.layer_norm(w, p + "ln_1", x, self.norm_epsilon))
    # [B, T, 3 * H * d] -> three of [B, H, T, d]
    joined = torch.view(joined, [torch.size(x, 0), torch.size(x, 1), 3, self.query_heads, self.head_width])
    q, k, v = torch.unbind(torch.transpose(joined, 1, 3), 2)
    x = x + self.linear(w, p + "attn.c_proj", self.attend(layer, q, k, v, masks, cache, start))
    h = self.linear(w, p + "mlp.c_fc", __torch__.layer_norm(w, p + "ln_2", x, self.norm_epsilon))
    return x + self.linear(w, p + "mlp.c_proj", __torch__.activation(self.activation_name(), h))

  def final_norm(self: __torch__.M, w: Dict[str, Tensor], x: Tensor) -> Tensor:
    return __torch__.layer_norm(w, "transformer.ln_f", x, self.norm_epsilon)
