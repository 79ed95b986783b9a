  # Entry points of a causal language model program. decoder.py above gives trunk, head and pack.

  def positions(self: __torch__.M, ids: Tensor) -> Tensor:
    # ids int64 [B, T], right-padded -> int64 [1, T]
    return torch.unsqueeze(torch.arange(torch.size(ids, 1), device=ids.device), 0)

  def response_hidden(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, index: Tensor) -> Tensor:
    # ids int64 [B, T], right-padded; index int64 [N] into the flattened [B * T] positions -> [N, D].
    nothing = torch.empty([0], dtype=self.compute_type, device=ids.device)
    hidden = self.trunk(w, ids, self.positions(ids), nothing, annotate(List[Tensor], []), 0)
    return __torch__.rows(hidden, index)

  def value_of(self: __torch__.M, value_head: List[Tensor], hidden: Tensor) -> Tensor:
    # hidden [N, D], weight [1, D], bias [1] -> values float32 [N]
    return torch.squeeze(torch.linear(hidden.to(6), value_head[0], value_head[1]), -1)

  def classify(self: __torch__.M, tensors: List[Tensor], ids: Tensor, lengths: Tensor) -> Tensor:
    # ids int64 [B, T], right-padded; lengths int64 [B] -> class logits float32 [B, C] of each row's last token.
    w = self.named(tensors)
    last = torch.arange(torch.size(ids, 0), device=ids.device) * torch.size(ids, 1) + lengths - 1
    return torch.linear(self.response_hidden(w, ids, last), w["score.weight"].to(self.compute_type)).to(6)

  def logits(self: __torch__.M, tensors: List[Tensor], ids: Tensor, index: Tensor) -> Tensor:
    w = self.named(tensors)
    return self.head(w, self.response_hidden(w, ids, index))

  def score(self: __torch__.M, tensors: List[Tensor], value_head: List[Tensor], ids: Tensor, index: Tensor, targets: Tensor, temperature: float, chunk: int, with_entropy: bool) -> List[Tensor]:
    # -> log-probs [N]; entropy [N] or empty; greedy hits (0/1) [N]; values [N] or empty. float32. Logits exist for
    # `chunk` positions at a time.
    w = self.named(tensors)
    hidden = self.response_hidden(w, ids, index)
    scale = torch.full([], temperature, dtype=6, device=ids.device)
    logprobs = annotate(List[Tensor], [])
    entropies = annotate(List[Tensor], [])
    greedy = annotate(List[Tensor], [])
    n = torch.size(index, 0)
    for i in range(0, n, chunk):
      t = torch.slice(targets, 0, i, i + chunk)
      lp, scaled = __torch__.token_scores(self.head(w, torch.slice(hidden, 0, i, i + chunk)), t, scale)
      torch.append(logprobs, lp)
      torch.append(greedy, torch.eq(torch.argmax(scaled, -1), t).to(6))
      if with_entropy:
        torch.append(entropies, __torch__.entropy(scaled))
    empty = torch.empty([0], dtype=6, device=ids.device)
    values = empty
    if torch.len(value_head) > 0:
      values = self.value_of(value_head, hidden)
    entropy = empty
    if with_entropy:
      entropy = torch.cat(entropies)
    return [torch.cat(logprobs), entropy, torch.cat(greedy), values]

  def full_kl(self: __torch__.M, tensors: List[Tensor], reference: List[Tensor], ids: Tensor, index: Tensor, temperature: float, chunk: int) -> Tensor:
    # KL(policy || reference) over the whole vocabulary, nats, float32 [N]; `reference` are the other network's tensors.
    w = self.named(tensors)
    u = self.named(reference)
    ours = self.response_hidden(w, ids, index)
    theirs = self.response_hidden(u, ids, index)
    parts = annotate(List[Tensor], [])
    for i in range(0, torch.size(index, 0), chunk):
      others = torch.log_softmax(self.head(u, torch.slice(theirs, 0, i, i + chunk)) / temperature, -1)
      torch.append(parts, __torch__.full_kl(self.head(w, torch.slice(ours, 0, i, i + chunk)) / temperature, others))
    return torch.cat(parts)

  def values(self: __torch__.M, tensors: List[Tensor], value_head: List[Tensor], ids: Tensor, index: Tensor) -> Tensor:
    hidden = self.response_hidden(self.named(tensors), ids, index)
    return self.value_of(value_head, hidden)

  def prefill(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, mask: Tensor, uniforms: Tensor, max_new: int, temperature: float, top_k: int, top_p: float) -> List[Tensor]:
    # ids, mask int64 [B, P], left-padded. The state is: first sampled token [B, 1], its position [B, 1], additive key
    # bias [B, 1, 1, P + max_new] (empty when nothing is padded), then keys and values by layer.
    B = torch.size(ids, 0)
    P = torch.size(ids, 1)
    S = P + max_new
    positions = torch.clamp(torch.cumsum(mask, 1) - 1, 0)
    state = annotate(List[Tensor], [])
    cache = annotate(List[Tensor], [])
    for layer in range(2 * self.layers):
      torch.append(cache, torch.empty([B, self.key_heads, S, self.head_width], dtype=self.compute_type, device=ids.device))
    key_bias = torch.empty([0], dtype=self.compute_type, device=ids.device)
    if bool(torch.lt(torch.min(mask), 1)):
      key_bias = torch.zeros([B, 1, 1, S], dtype=self.compute_type, device=ids.device)
      hidden_keys = torch.reshape(torch.eq(mask, 0), [B, 1, 1, P])
      torch.masked_fill_(torch.slice(key_bias, 3, 0, P), hidden_keys, float("-inf"))
    hidden = self.trunk(w, ids, positions, key_bias, cache, 0)
    logits = self.head(w, torch.select(hidden, 1, -1))
    token = __torch__.sample(logits, uniforms, temperature, top_k, top_p)
    torch.append(state, torch.unsqueeze(token, -1))
    torch.append(state, torch.slice(positions, 1, -1) + 1)
    torch.append(state, key_bias)
    for c in cache:
      torch.append(state, c)
    return state

  def decode(self: __torch__.M, w: Dict[str, Tensor], state: List[Tensor], uniforms: Tensor, start: int, temperature: float, top_k: int, top_p: float, stop: List[int]) -> Tensor:
    # uniforms float64 [B, n] -> the next n tokens, int64 [B, n], fewer when every row has ended; `start` keys are in
    # the cache. The state is advanced in place.
    steps = torch.size(uniforms, 1)
    out = annotate(List[Tensor], [])
    cache = torch.slice(state, 3)
    ended = __torch__.is_any(state[0], stop)
    step = 0
    while step < steps and not bool(torch.all(ended)):
      hidden = self.trunk(w, state[0], state[1], state[2], cache, start + step)
      logits = self.head(w, torch.select(hidden, 1, -1))
      token = torch.unsqueeze(__torch__.sample(logits, torch.select(uniforms, 1, step), temperature, top_k, top_p), -1)
      torch.append(out, token)
      ended = torch.logical_or(ended, __torch__.is_any(token, stop))
      state[0] = token
      state[1] = state[1] + 1
      step = step + 1
    if torch.len(out) == 0:
      return torch.slice(state[0], 1, 0, 0)
    return torch.cat(out, 1)

  def keep_rows(self: __torch__.M, state: List[Tensor], rows: Tensor) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for t in state:
      if torch.numel(t) > 0:
        torch.append(out, torch.index_select(t, 0, rows))
      else:
        torch.append(out, t)
    return out

  def first_tokens(self: __torch__.M, state: List[Tensor]) -> Tensor:
    return state[0]

