  # Attention and MLP of Llama and its relatives: rotary positions, grouped queries, gated MLP. Query, key and value may be
  # one weight, gate and up likewise; queries and keys may be normed by head.

  def heads(self: __torch__.M, w: Dict[str, Tensor], p: str, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    # x [B, T, D] -> q [B, T, H, d], k and v [B, T, G, d]
    H = self.query_heads
    G = self.key_heads
    B = torch.size(x, 0)
    T = torch.size(x, 1)
    if torch.__contains__(w, p + "self_attn.qkv_proj.weight"):
      joined = torch.view(self.linear(w, p + "self_attn.qkv_proj", x), [B, T, H + 2 * G, self.head_width])
      return torch.slice(joined, 2, 0, H), torch.slice(joined, 2, H, H + G), torch.slice(joined, 2, H + G, H + 2 * G)
    q = torch.view(self.linear(w, p + "self_attn.q_proj", x), [B, T, H, self.head_width])
    k = torch.view(self.linear(w, p + "self_attn.k_proj", x), [B, T, G, self.head_width])
    v = torch.view(self.linear(w, p + "self_attn.v_proj", x), [B, T, G, self.head_width])
    return q, k, v

  def head_norm(self: __torch__.M, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
    # x [B, T, H, d], normed by head or over all of them, as the weight is wide.
    if torch.size(w[name], 0) == torch.size(x, -1):
      return __torch__.rms_norm(x, w[name], self.norm_epsilon)
    return torch.view(__torch__.rms_norm(torch.flatten(x, 2), w[name], self.norm_epsilon), torch.size(x))

  def attention(self: __torch__.M, w: Dict[str, Tensor], layer: int, x: Tensor, cosine: Tensor, sine: Tensor, masks: List[Tensor], cache: List[Tensor], start: int) -> Tensor:
    p = self.layer_name(layer)
    q, k, v = self.heads(w, p, x)
    if torch.__contains__(w, p + "self_attn.q_norm.weight"):
      q = self.head_norm(w, p + "self_attn.q_norm.weight", q)
      k = self.head_norm(w, p + "self_attn.k_norm.weight", k)
    q = __torch__.rotate(torch.transpose(q, 1, 2), cosine, sine)
    k = __torch__.rotate(torch.transpose(k, 1, 2), cosine, sine)
    a = self.attend(layer, q, k, torch.transpose(v, 1, 2), masks, cache, start)
    return self.linear(w, p + "self_attn.o_proj", a)

  def mlp(self: __torch__.M, w: Dict[str, Tensor], p: str, x: Tensor) -> Tensor:
    if torch.__contains__(w, p + "mlp.gate_up_proj.weight"):
      joined = self.linear(w, p + "mlp.gate_up_proj", x)
      half = torch.floordiv(torch.size(joined, -1), 2)
      gate = torch.slice(joined, -1, 0, half)
      up = torch.slice(joined, -1, half)
    else:
      gate = self.linear(w, p + "mlp.gate_proj", x)
      up = self.linear(w, p + "mlp.up_proj", x)
    return self.linear(w, p + "mlp.down_proj", __torch__.activation(self.activation_name(), gate) * up)
