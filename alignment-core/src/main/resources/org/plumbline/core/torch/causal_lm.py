  # Entry points of a causal language model program. The family part above gives trunk, head and pack.

  def named(self: __torch__.M, tensors: List[Tensor]) -> Dict[str, Tensor]:
    names = self.names()
    assert torch.eq(torch.len(names), torch.len(tensors)), "as many tensors as parameter names"
    w = annotate(Dict[str, Tensor], {})
    for i in range(torch.len(names)):
      w[names[i]] = tensors[i]
    return w

  def copies(self: __torch__.M, tensors: List[Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for t in tensors:
      torch.append(out, torch.clone(torch.detach(t)))
    return out

  def response_hidden(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, index: Tensor) -> Tensor:
    # ids int64 [B, T], right-padded; index int64 [N] into the flattened [B * T] positions -> [N, D].
    none = annotate(List[Tensor], [])
    positions = torch.unsqueeze(torch.arange(torch.size(ids, 1), device=ids.device), 0)
    hidden = self.trunk(w, ids, positions, None, none, 0)
    return torch.index_select(torch.reshape(hidden, [-1, torch.size(hidden, 2)]), 0, index)

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
      values = torch.squeeze(torch.linear(hidden, value_head[0], value_head[1]), -1).to(6)
    entropy = empty
    if with_entropy:
      entropy = torch.cat(entropies)
    return [torch.cat(logprobs), entropy, torch.cat(greedy), values]

  def values(self: __torch__.M, tensors: List[Tensor], value_head: List[Tensor], ids: Tensor, index: Tensor) -> Tensor:
    hidden = self.response_hidden(self.named(tensors), ids, index)
    return torch.squeeze(torch.linear(hidden, value_head[0], value_head[1]), -1).to(6)

  def prefill(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, mask: Tensor, uniforms: Tensor, max_new: int, temperature: float, top_k: int, top_p: float) -> List[Tensor]:
    # ids, mask int64 [B, P], left-padded. The state is: first sampled token [B, 1], its position [B, 1], additive key
    # bias [B, 1, 1, P + max_new] (empty when nothing is padded), then keys and values by layer.
    B = torch.size(ids, 0)
    P = torch.size(ids, 1)
    S = P + max_new
    positions = torch.clamp(torch.cumsum(mask, 1) - 1, 0)
    state = annotate(List[Tensor], [])
    cache = annotate(List[Tensor], [])
    for layer in range(2 * self.num_hidden_layers):
      torch.append(cache, torch.empty([B, self.num_key_value_heads, S, self.head_dim], dtype=6, device=ids.device))
    padded = bool(torch.lt(torch.min(mask), 1))
    key_bias = torch.empty([0], dtype=6, device=ids.device)
    bias = annotate(Optional[Tensor], None)
    if padded:
      key_bias = torch.zeros([B, 1, 1, S], dtype=6, device=ids.device)
      hidden_keys = torch.reshape(torch.eq(mask, 0), [B, 1, 1, P])
      torch.masked_fill_(torch.slice(key_bias, 3, 0, P), hidden_keys, float("-inf"))
      future = torch.triu(torch.ones([P, P], dtype=11, device=ids.device), 1)
      blocked = torch.logical_or(hidden_keys, future)
      # A padded query sees itself: a row without any key would be NaN.
      blocked = torch.logical_and(blocked, torch.logical_not(torch.eye(P, dtype=11, device=ids.device)))
      bias = torch.masked_fill(torch.zeros([B, 1, P, P], dtype=6, device=ids.device), blocked, float("-inf"))
    hidden = self.trunk(w, ids, positions, bias, cache, 0)
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
      bias = annotate(Optional[Tensor], None)
      if torch.numel(state[2]) > 0:
        bias = torch.slice(state[2], 3, 0, start + step + 1)
      hidden = self.trunk(w, state[0], state[1], bias, cache, start + step)
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

  # Training. Called with autograd on. `settings` is float64: temperature, ratio clip, value clip, value coefficient,
  # tokens in the optimiser step. `gradients` gains the gradient of parameters, then of the value head.

  def policy_backward(self: __torch__.M, settings: Tensor, parameters: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, targets: Tensor, old_logprobs: Tensor, advantages: Tensor) -> Tensor:
    torch.set_grad_enabled(True)
    w = self.named(parameters)
    s = settings.to(6)
    hidden = self.response_hidden(w, ids, index)
    logprobs, scaled = __torch__.token_scores(self.head(w, hidden), targets, s[0])
    loss, stats = __torch__.policy_loss(logprobs, old_logprobs, advantages, s[1], s[4])
    __torch__.accumulate(loss, parameters, gradients)
    return torch.cat([torch.unsqueeze(torch.detach(loss), 0), stats])

  def value_backward(self: __torch__.M, settings: Tensor, parameters: List[Tensor], value_head: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, old_values: Tensor, returns: Tensor) -> Tensor:
    torch.set_grad_enabled(True)
    s = settings.to(6)
    values = self.values(parameters, value_head, ids, index)
    loss, clipped = __torch__.value_loss(values, old_values, returns, s[2], s[4])
    __torch__.accumulate(loss * s[3], parameters + value_head, gradients)
    return torch.stack([torch.detach(loss), clipped])

  def joint_backward(self: __torch__.M, settings: Tensor, parameters: List[Tensor], value_head: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, targets: Tensor, old_logprobs: Tensor, advantages: Tensor, old_values: Tensor, returns: Tensor) -> Tensor:
    torch.set_grad_enabled(True)
    w = self.named(parameters)
    s = settings.to(6)
    hidden = self.response_hidden(w, ids, index)
    logprobs, scaled = __torch__.token_scores(self.head(w, hidden), targets, s[0])
    policy, stats = __torch__.policy_loss(logprobs, old_logprobs, advantages, s[1], s[4])
    values = torch.squeeze(torch.linear(hidden, value_head[0], value_head[1]), -1)
    value, clipped = __torch__.value_loss(values, old_values, returns, s[2], s[4])
    __torch__.accumulate(policy + value * s[3], parameters + value_head, gradients)
    return torch.cat([torch.unsqueeze(torch.detach(policy), 0), stats, torch.stack([torch.detach(value), clipped])])

  def lm_backward(self: __torch__.M, parameters: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, targets: Tensor) -> Tensor:
    # Mean negative log-likelihood of the targets, nats.
    torch.set_grad_enabled(True)
    w = self.named(parameters)
    logits = self.head(w, self.response_hidden(w, ids, index))
    loss = torch.cross_entropy_loss(logits, targets)
    __torch__.accumulate(loss, parameters, gradients)
    return torch.unsqueeze(torch.detach(loss), 0)
