  # The trunk that causal families share. Shapes: B rows, T query positions, S key positions, D width, H query heads, G
  # key/value heads, d head width, L layers. `w` maps checkpoint names to tensors. A family gives embed, block and
  # final_norm; what differs by number stands in the attributes.

  def named(self: __torch__.M, tensors: List[Tensor]) -> Dict[str, Tensor]:
    # Base weights, or base weights and adapters.
    names = self.names()
    n = torch.len(tensors)
    assert n == self.base_tensors or n == torch.len(names), "as many tensors as parameter names"
    w = __torch__.by_name(names, tensors)
    if n > self.base_tensors:
      scales = self.adapter_scales()
      adapted = self.adapted()
      for j in range(torch.len(adapted)):
        w[adapted[j] + ".lora_scale"] = torch.full([], scales[j], dtype=6, device=tensors[0].device)
    if self.rotary_width > 0:
      w["rotary"] = torch.tensor(self.rotary_frequencies(), dtype=6, device=tensors[0].device)
    return w

  def linear(self: __torch__.M, w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
    if self.transposed_weights:
      y = __torch__.transposed_linear(w, name, x)
    else:
      y = __torch__.linear(w, name, x)
    if torch.__contains__(w, name + ".lora_A"):
      # Hu et al. 2021, eq. 3, in the adapter's type.
      a = w[name + ".lora_A"]
      down = torch.linear(x.to(a.dtype), a)
      y = y + (torch.linear(down, w[name + ".lora_B"]) * w[name + ".lora_scale"]).to(y.dtype)
    return y

  def rotation(self: __torch__.M, w: Dict[str, Tensor], positions: Tensor, x: Tensor) -> Tuple[Tensor, Tensor]:
    # positions int64 [B or 1, T] -> cosine and sine, each [B or 1, 1, T, r]. Su et al. 2021, eq. 34, in float32.
    if self.rotary_width == 0:
      return x, x
    angles = torch.unsqueeze(positions.to(6), -1) * w["rotary"]
    angles = torch.unsqueeze(torch.cat([angles, angles], -1), 1)
    return (torch.cos(angles) * self.rotary_scale).to(x.dtype), (torch.sin(angles) * self.rotary_scale).to(x.dtype)

  def masks(self: __torch__.M, key_bias: Tensor, x: Tensor) -> List[Tensor]:
    # Additive masks for layers that see everything and for those with a window; an empty one means plain causal
    # attention. key_bias [B, 1, 1, S] hides padding; it is empty when nothing is padded.
    T = torch.size(x, 1)
    empty = torch.empty([0], dtype=x.dtype, device=x.device)
    if T == 1:
      return [key_bias, key_bias]
    padded = torch.numel(key_bias) > 0
    narrow = self.window > 0 and T > self.window
    if not padded and not narrow and self.attention_softcap == 0.:
      return [empty, empty]
    blocked = torch.unsqueeze(torch.unsqueeze(torch.triu(torch.ones([T, T], dtype=11, device=x.device), 1), 0), 0)
    if padded:
      blocked = torch.logical_or(blocked, torch.lt(torch.slice(key_bias, 3, 0, T), 0.))
    windowed = blocked
    if narrow:
      past = torch.tril(torch.ones([T, T], dtype=11, device=x.device), torch.neg(self.window))
      windowed = torch.logical_or(blocked, past)
    out = annotate(List[Tensor], [])
    # A padded query sees itself: a row without any key would be NaN.
    itself = torch.logical_not(torch.eye(T, dtype=11, device=x.device))
    for hidden in [blocked, windowed]:
      zeros = torch.zeros_like(hidden, dtype=x.dtype)
      torch.append(out, torch.masked_fill(zeros, torch.logical_and(hidden, itself), float("-inf")))
    if not padded and self.attention_softcap == 0.:
      out[0] = empty
    return out

  def attend(self: __torch__.M, layer: int, q: Tensor, k: Tensor, v: Tensor, masks: List[Tensor], cache: List[Tensor], start: int) -> Tensor:
    # q [B, H, T, d], k and v [B, G, T, d] -> [B, T, H * d]. With a cache, keys and values are written at start.. and all
    # start + T are attended to.
    B = torch.size(q, 0)
    H = torch.size(q, 1)
    T = torch.size(q, 2)
    d = torch.size(q, 3)
    G = torch.size(k, 1)
    windowed = self.windowed()[layer]
    mask = annotate(Optional[Tensor], None)
    found = masks[0]
    if windowed:
      found = masks[1]
    keys = k
    values = v
    scale = self.attention_scale
    if self.attention_scale_by_layer:
      scale = scale / float(layer + 1)
    if torch.len(cache) > 0:
      end = start + T
      first = 0
      if T == 1 and windowed and end > self.window:
        first = end - self.window
      torch.copy_(torch.slice(cache[2 * layer], 2, start, end), k)
      torch.copy_(torch.slice(cache[2 * layer + 1], 2, start, end), v)
      keys = torch.slice(cache[2 * layer], 2, first, end)
      values = torch.slice(cache[2 * layer + 1], 2, first, end)
      if torch.numel(found) > 0:
        mask = torch.slice(found, 3, first, end)
    else:
      if torch.numel(found) > 0:
        mask = found
    if T == 1:
      # Grouped queries become extra query positions of their key head: no copy of the cache.
      grouped = torch.reshape(q, [B, G, torch.floordiv(H, G), d])
      a = torch.reshape(__torch__.weighted(grouped, keys, values, mask, False, scale, self.attention_softcap), [B, H, 1, d])
    else:
      if G != H:
        keys = torch.repeat_interleave(keys, torch.floordiv(H, G), 1)
        values = torch.repeat_interleave(values, torch.floordiv(H, G), 1)
      a = __torch__.weighted(q, keys, values, mask, mask is None, scale, self.attention_softcap)
    return torch.reshape(torch.transpose(a, 1, 2), [B, T, H * d])

  def layer_name(self: __torch__.M, layer: int) -> str:
    return torch.add(self.layer_prefix(), str(layer)) + "."

  def trunk(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, positions: Tensor, key_bias: Tensor, cache: List[Tensor], start: int) -> Tensor:
    # ids int64 [B, T] -> hidden states after the final norm [B, T, D].
    x = self.embed(w, ids, positions)
    cosine, sine = self.rotation(w, positions, x)
    masks = self.masks(key_bias, x)
    for layer in range(self.layers):
      x = self.block(w, layer, x, cosine, sine, masks, cache, start)
    return self.final_norm(w, x)

  def head(self: __torch__.M, w: Dict[str, Tensor], hidden: Tensor) -> Tensor:
    # hidden [..., D] -> logits float32 [..., V]
    return __torch__.softcap(__torch__.linear(w, self.output_name(), hidden).to(6), self.logit_softcap)

  def merged(self: __torch__.M, tensors: List[Tensor], index: int) -> Tensor:
    # Base weight `index`, float32, with its adapter added.
    w = self.named(tensors)
    return self.merged_weight(w, self.names()[index]).to(6)

  def merged_weight(self: __torch__.M, w: Dict[str, Tensor], name: str) -> Tensor:
    # float32 where there is an adapter: what is saved must not be rounded.
    t = w[name]
    module = torch.replace(name, ".weight", "")
    if not torch.endswith(name, ".weight") or not torch.__contains__(w, module + ".lora_A"):
      return t
    delta = torch.matmul(w[module + ".lora_B"], w[module + ".lora_A"]) * w[module + ".lora_scale"]
    if self.transposed_weights:
      delta = torch.transpose(delta, 0, 1)
    return t.to(6) + delta.to(6)

  def pack(self: __torch__.M, tensors: List[Tensor]) -> Dict[str, Tensor]:
    # Weights for generation: adapters added, and one product instead of three (query, key, value) and of two (gate,
    # up), because small products bound a decode step.
    w = self.named(tensors)
    packed = annotate(Dict[str, Tensor], {})
    names = self.names()
    for i in range(self.base_tensors):
      t = self.merged_weight(w, names[i])
      if t.dtype != self.compute_type:
        t = t.to(self.compute_type)
      packed[names[i]] = t
    if self.rotary_width > 0:
      packed["rotary"] = w["rotary"]
    for layer in range(self.layers):
      p = self.layer_name(layer)
      for joined in self.fusions():
        whole = torch.len(joined) - 1
        for kind in [".weight", ".bias"]:
          if torch.__contains__(packed, torch.add(p, joined[0]) + kind):
            parts = annotate(List[Tensor], [])
            for j in range(whole):
              torch.append(parts, packed[torch.add(p, joined[j]) + kind])
              torch.Delete(packed, torch.add(p, joined[j]) + kind)
            packed[torch.add(p, joined[whole]) + kind] = torch.cat(parts, 0)
    return packed
