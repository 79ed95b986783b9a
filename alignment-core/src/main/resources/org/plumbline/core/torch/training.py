  # Gradients of a causal language model. Called with autograd on. `tensors` are the network's, then the value head's two
  # where there is one; all from settings[13] on take gradients, and `gradients` gains them. `settings` are the float64
  # numbers of LossNumbers.java; settings[14] positions have logits at once, settings[15] is 1 to keep only the layers'
  # inputs (Chen et al. 2016) or 0.

  def forward(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, saved: List[Tensor], index: Tensor, checkpointing: bool) -> Tensor:
    # -> normed hidden states of the predicting positions [N, D]. `saved` gains the inputs of the layers when
    # checkpointing, and the output of the last.
    x = self.embed(w, ids, self.positions(ids))
    cosine, sine = self.rotation(w, self.positions(ids), x)
    masks = self.masks(torch.empty([0], dtype=x.dtype, device=ids.device), x)
    none = annotate(List[Tensor], [])
    if checkpointing:
      torch.append(saved, x)
      torch.set_grad_enabled(False)
      for layer in range(self.layers):
        x = self.block(w, layer, x, cosine, sine, masks, none, 0)
        torch.append(saved, x)
      torch.set_grad_enabled(True)
      x = torch.requires_grad_(torch.detach(x), True)
      saved[self.layers] = x
    else:
      for layer in range(self.layers):
        x = self.block(w, layer, x, cosine, sine, masks, none, 0)
    return __torch__.rows(self.final_norm(w, x), index)

  def backward(self: __torch__.M, w: Dict[str, Tensor], ids: Tensor, saved: List[Tensor], hidden: Tensor, upstream: Tensor, trained: List[Tensor], gradients: List[Tensor]) -> None:
    # From the gradient of `hidden` [N, D] to those of the trained tensors.
    n = torch.len(saved)
    if n == 0:
      __torch__.accumulate([hidden], [upstream], trained, gradients)
      return None
    g = __torch__.accumulate_through([hidden], [upstream], saved[n - 1], trained, gradients)
    cosine, sine = self.rotation(w, self.positions(ids), saved[0])
    masks = self.masks(torch.empty([0], dtype=saved[0].dtype, device=ids.device), saved[0])
    none = annotate(List[Tensor], [])
    for i in range(n - 1):
      layer = n - 2 - i
      x = torch.requires_grad_(torch.detach(saved[layer]), True)
      y = self.block(w, layer, x, cosine, sine, masks, none, 0)
      g = __torch__.accumulate_through([y], [g], x, trained, gradients)
    if saved[0].requires_grad:
      __torch__.accumulate([saved[0]], [g], trained, gradients)

  def policy_gradient(self: __torch__.M, w: Dict[str, Tensor], leaf: Tensor, upstream: Tensor, s: Tensor, policy: List[Tensor], trained: List[Tensor], gradients: List[Tensor]) -> Tensor:
    # Adds the gradient of `leaf` [N, D] to `upstream`; logits exist for settings[14] positions at a time.
    # -> loss, sums of policy_loss, sums of entropy and KL by weight, and the largest ratio
    f = s.to(6)
    chunk = int(s[14])
    total = torch.zeros([8], dtype=6, device=leaf.device)
    for i in range(0, torch.size(leaf, 0), chunk):
      h = torch.slice(leaf, 0, i, i + chunk)
      weights = torch.slice(policy[3], 0, i, i + chunk)
      logprobs, scaled = __torch__.token_scores(self.head(w, h), torch.slice(policy[0], 0, i, i + chunk), f[0])
      loss, stats = __torch__.policy_loss(logprobs, torch.slice(policy[1], 0, i, i + chunk), torch.slice(policy[2], 0, i, i + chunk), weights, f)
      objective = loss
      spread = torch.zeros_like(total[0])
      distance = torch.zeros_like(total[0])
      if float(s[7]) != 0.:
        entropy = torch.sum(__torch__.entropy(scaled) * weights)
        objective = objective - entropy / f[11] * f[7]
        spread = torch.detach(entropy)
      if float(s[8]) != 0.:
        reference = torch.slice(policy[4], 0, i, i + chunk)
        if int(s[9]) == 4:
          by_token = __torch__.bounded(__torch__.full_kl(scaled, reference), f[10])
        else:
          by_token = __torch__.kl_estimate(logprobs, reference, weights, f)
        kl = torch.sum(by_token * weights)
        objective = objective + kl / f[11] * f[8]
        distance = torch.detach(kl)
      torch.add_(upstream, __torch__.accumulate_through([objective], annotate(List[Tensor], []), leaf, trained, gradients))
      largest = torch.maximum(total[7], stats[4])
      sums = torch.cat([torch.stack([torch.detach(loss)]), torch.slice(stats, 0, 0, 4), torch.stack([spread, distance])])
      total = torch.cat([torch.slice(total, 0, 0, 7) + sums, torch.unsqueeze(largest, 0)])
    return total

  def value_gradient(self: __torch__.M, value_head: List[Tensor], leaf: Tensor, upstream: Tensor, s: Tensor, value: List[Tensor], trained: List[Tensor], gradients: List[Tensor]) -> Tensor:
    # -> value loss and clipped values
    f = s.to(6)
    loss, clipped = __torch__.value_loss(self.value_of(value_head, leaf), value[0], value[1], value[2], f)
    torch.add_(upstream, __torch__.accumulate_through([loss * f[6]], annotate(List[Tensor], []), leaf, trained, gradients))
    return torch.stack([torch.detach(loss), clipped])

  def update(self: __torch__.M, settings: Tensor, tensors: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, policy: List[Tensor], value: List[Tensor]) -> Tensor:
    # policy: targets, old log-probs, advantages, weights, then the reference's log-probs, [N] or [N, V], where KL stands in
    # the loss; or nothing. value: old values, returns, weights; or nothing. -> the statistics of policy_gradient, then those
    # of value_gradient
    torch.set_grad_enabled(True)
    n = torch.len(tensors)
    if torch.len(value) > 0:
      n = n - 2
    w = self.named(torch.slice(tensors, 0, n))
    trained = torch.slice(tensors, int(settings[13]))
    saved = annotate(List[Tensor], [])
    hidden = self.forward(w, ids, saved, index, bool(settings[15]))
    leaf = torch.requires_grad_(torch.detach(hidden), True)
    upstream = torch.zeros_like(leaf)
    statistics = annotate(List[Tensor], [])
    if torch.len(policy) > 0:
      torch.append(statistics, self.policy_gradient(w, leaf, upstream, settings, policy, trained, gradients))
    if torch.len(value) > 0:
      torch.append(statistics, self.value_gradient(torch.slice(tensors, n), leaf, upstream, settings, value, trained, gradients))
    if int(settings[13]) < n:
      self.backward(w, ids, saved, hidden, upstream, trained, gradients)
    return torch.cat(statistics)

  def policy_backward(self: __torch__.M, settings: Tensor, tensors: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, policy: List[Tensor]) -> Tensor:
    return self.update(settings, tensors, gradients, ids, index, policy, annotate(List[Tensor], []))

  def value_backward(self: __torch__.M, settings: Tensor, tensors: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, value: List[Tensor]) -> Tensor:
    return self.update(settings, tensors, gradients, ids, index, annotate(List[Tensor], []), value)

  def joint_backward(self: __torch__.M, settings: Tensor, tensors: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, policy: List[Tensor], value: List[Tensor]) -> Tensor:
    return self.update(settings, tensors, gradients, ids, index, policy, value)

  def distribution(self: __torch__.M, settings: Tensor, tensors: List[Tensor], ids: Tensor, index: Tensor) -> Tensor:
    # -> log-probs of the whole vocabulary, float32 [N, V], at the temperature settings[0]; a constant that a gradient may
    # keep.
    torch.set_grad_enabled(False)
    logits = self.logits(tensors, ids, index)
    result = torch.log_softmax(logits / settings[0].to(6), -1)
    torch.set_grad_enabled(True)
    return result

  def lm_backward(self: __torch__.M, settings: Tensor, tensors: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, targets: Tensor) -> Tensor:
    # Negative log-likelihood of the targets over settings[11] tokens, nats.
    torch.set_grad_enabled(True)
    w = self.named(tensors)
    trained = torch.slice(tensors, int(settings[13]))
    saved = annotate(List[Tensor], [])
    hidden = self.forward(w, ids, saved, index, bool(settings[15]))
    leaf = torch.requires_grad_(torch.detach(hidden), True)
    upstream = torch.zeros_like(leaf)
    total = torch.zeros([1], dtype=6, device=ids.device)
    chunk = int(settings[14])
    for i in range(0, torch.size(leaf, 0), chunk):
      logits = self.head(w, torch.slice(leaf, 0, i, i + chunk))
      loss = torch.cross_entropy_loss(logits, torch.slice(targets, 0, i, i + chunk), reduction=2) / settings[11].to(6)
      torch.add_(upstream, __torch__.accumulate_through([loss], annotate(List[Tensor], []), leaf, trained, gradients))
      total = total + torch.detach(loss)
    self.backward(w, ids, saved, hidden, upstream, trained, gradients)
    return total

