  # An encoder with a classification head: BERT, RoBERTa, DistilBERT. Shapes: B rows, T positions, D width, H heads, C
  # labels. Names of weights come from the family; `parts` are query, key, value, output and norm of the attention, up,
  # down and norm of the MLP; `head_parts` are linear layer, activation, linear layer.

  def named(self: __torch__.M, tensors: List[Tensor]) -> Dict[str, Tensor]:
    names = self.names()
    assert torch.len(tensors) == torch.len(names), "as many tensors as parameter names"
    return __torch__.by_name(names, tensors)

  def embed(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, real: Tensor) -> Tensor:
    # ids int64 [B, T], real bool [B, T], false for padding -> [B, T, D]
    p = self.prefix() + "embeddings."
    positions = torch.unsqueeze(torch.arange(torch.size(ids, 1), device=ids.device), 0)
    if self.padding_token >= 0:
      # Padding tokens in the text count as padding, as they did in training.
      counted = torch.logical_and(real, torch.ne(ids, self.padding_token)).to(4)
      positions = torch.cumsum(counted, 1) * counted + self.padding_token
    x = torch.embedding(w[p + "word_embeddings.weight"], ids)
    if torch.__contains__(w, p + "token_type_embeddings.weight"):
      x = x + torch.select(w[p + "token_type_embeddings.weight"], 0, 0)
    x = x + torch.embedding(w[p + "position_embeddings.weight"], positions)
    return __torch__.layer_norm(w, p + "LayerNorm", x.to(self.compute_type), self.norm_epsilon)

  def attention(self: __torch__.M, w: Dict[str, Tensor], p: str, x: Tensor, mask: Optional[Tensor]) -> Tensor:
    # Vaswani et al. 2017, section 3.2, over the whole text. mask additive [B, 1, 1, T] -> [B, T, D]
    parts = self.parts()
    B = torch.size(x, 0)
    T = torch.size(x, 1)
    D = torch.size(x, 2)
    heads = annotate(List[Tensor], [])
    for i in range(3):
      joined = torch.view(__torch__.linear(w, torch.add(p, parts[i]), x), [B, T, self.heads, self.head_width])
      torch.append(heads, torch.transpose(joined, 1, 2))
    a = __torch__.weighted(heads[0], heads[1], heads[2], mask, False, self.attention_scale, 0.)
    return __torch__.linear(w, torch.add(p, parts[3]), torch.reshape(torch.transpose(a, 1, 2), [B, T, D]))

  def block(self: __torch__.M, w: Dict[str, Tensor], p: str, x: Tensor, mask: Optional[Tensor]) -> Tensor:
    parts = self.parts()
    x = __torch__.layer_norm(w, torch.add(p, parts[4]), x + self.attention(w, p, x, mask), self.norm_epsilon)
    h = __torch__.activation(self.activation_name(), __torch__.linear(w, torch.add(p, parts[5]), x))
    h = __torch__.linear(w, torch.add(p, parts[6]), h)
    return __torch__.layer_norm(w, torch.add(p, parts[7]), x + h, self.norm_epsilon)

  def classify(self: __torch__.M, tensors: List[Tensor], ids: Tensor, lengths: Tensor) -> Tensor:
    # ids int64 [B, T], right-padded with any token; lengths int64 [B], at least 1 -> class logits float32 [B, C].
    w = self.named(tensors)
    places = torch.unsqueeze(torch.arange(torch.size(ids, 1), device=ids.device), 0)
    real = torch.lt(places, torch.unsqueeze(lengths, 1))
    x = self.embed(w, ids, real)
    mask = annotate(Optional[Tensor], None)
    if not bool(torch.all(real)):
      hidden = torch.unsqueeze(torch.unsqueeze(torch.logical_not(real), 1), 1)
      mask = torch.masked_fill(torch.zeros_like(hidden, dtype=x.dtype), hidden, float("-inf"))
    for layer in range(self.layers):
      x = self.block(w, torch.add(self.layer_prefix(), str(layer)) + ".", x, mask)
    head = self.head_parts()
    pooled = __torch__.linear(w, head[0], torch.select(x, 1, 0))
    if head[1] == "tanh":
      pooled = torch.tanh(pooled)
    else:
      pooled = __torch__.activation(head[1], pooled)
    return __torch__.linear(w, head[2], pooled).to(6)
