  # Gradients of a causal language model. Called with autograd on. `tensors` are the network's, then the value head's two
  # where there is one; all from settings[5] on take gradients, and `gradients` gains them. `settings` is float64:
  # temperature, ratio clip, value clip, value coefficient, tokens in the optimiser step, frozen tensors, positions whose
  # logits exist at once, 1 to keep only the layers' inputs (Chen et al. 2016) or 0.

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

  def policy_gradient(self: __torch__.M, w: Dict[str, Tensor], leaf: Tensor, upstream: Tensor, s: Tensor, targets: Tensor, old_logprobs: Tensor, advantages: Tensor, trained: List[Tensor], gradients: List[Tensor]) -> Tensor:
    # Adds the gradient of `leaf` [N, D] to `upstream`; logits exist for settings[6] positions at a time.
    # -> loss, then the sums of policy_loss
    f = s.to(6)
    chunk = int(s[6])
    total = torch.zeros([6], dtype=6, device=leaf.device)
    for i in range(0, torch.size(leaf, 0), chunk):
      h = torch.slice(leaf, 0, i, i + chunk)
      logprobs, scaled = __torch__.token_scores(self.head(w, h), torch.slice(targets, 0, i, i + chunk), f[0])
      loss, stats = __torch__.policy_loss(logprobs, torch.slice(old_logprobs, 0, i, i + chunk), torch.slice(advantages, 0, i, i + chunk), f[1], f[4])
      torch.add_(upstream, __torch__.accumulate_through([loss], annotate(List[Tensor], []), leaf, trained, gradients))
      sums = torch.cat([torch.unsqueeze(torch.detach(loss), 0), stats])
      largest = torch.maximum(total[5], sums[5])
      total = total + sums
      total = torch.cat([torch.slice(total, 0, 0, 5), torch.unsqueeze(largest, 0)])
    return total

  def value_gradient(self: __torch__.M, value_head: List[Tensor], leaf: Tensor, upstream: Tensor, s: Tensor, old_values: Tensor, returns: Tensor, trained: List[Tensor], gradients: List[Tensor]) -> Tensor:
    # -> value loss and clipped values
    f = s.to(6)
    loss, clipped = __torch__.value_loss(self.value_of(value_head, leaf), old_values, returns, f[2], f[4])
    torch.add_(upstream, __torch__.accumulate_through([loss * f[3]], annotate(List[Tensor], []), leaf, trained, gradients))
    return torch.stack([torch.detach(loss), clipped])

  def update(self: __torch__.M, settings: Tensor, tensors: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, policy: List[Tensor], value: List[Tensor]) -> Tensor:
    # policy: targets, old log-probs, advantages, or nothing; value: old values, returns, or nothing. -> the statistics of
    # policy_gradient, then those of value_gradient
    torch.set_grad_enabled(True)
    n = torch.len(tensors)
    if torch.len(value) > 0:
      n = n - 2
    w = self.named(torch.slice(tensors, 0, n))
    trained = torch.slice(tensors, int(settings[5]))
    saved = annotate(List[Tensor], [])
    hidden = self.forward(w, ids, saved, index, bool(settings[7]))
    leaf = torch.requires_grad_(torch.detach(hidden), True)
    upstream = torch.zeros_like(leaf)
    statistics = annotate(List[Tensor], [])
    if torch.len(policy) > 0:
      torch.append(statistics, self.policy_gradient(w, leaf, upstream, settings, policy[0], policy[1], policy[2], trained, gradients))
    if torch.len(value) > 0:
      torch.append(statistics, self.value_gradient(torch.slice(tensors, n), leaf, upstream, settings, value[0], value[1], trained, gradients))
    self.backward(w, ids, saved, hidden, upstream, trained, gradients)
    return torch.cat(statistics)

  def policy_backward(self: __torch__.M, settings: Tensor, tensors: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, targets: Tensor, old_logprobs: Tensor, advantages: Tensor) -> Tensor:
    return self.update(settings, tensors, gradients, ids, index, [targets, old_logprobs, advantages], annotate(List[Tensor], []))

  def value_backward(self: __torch__.M, settings: Tensor, tensors: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, old_values: Tensor, returns: Tensor) -> Tensor:
    return self.update(settings, tensors, gradients, ids, index, annotate(List[Tensor], []), [old_values, returns])

  def joint_backward(self: __torch__.M, settings: Tensor, tensors: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, targets: Tensor, old_logprobs: Tensor, advantages: Tensor, old_values: Tensor, returns: Tensor) -> Tensor:
    return self.update(settings, tensors, gradients, ids, index, [targets, old_logprobs, advantages], [old_values, returns])

  def lm_backward(self: __torch__.M, settings: Tensor, tensors: List[Tensor], gradients: List[Tensor], ids: Tensor, index: Tensor, targets: Tensor) -> Tensor:
    # Negative log-likelihood of the targets over settings[4] tokens, nats.
    torch.set_grad_enabled(True)
    w = self.named(tensors)
    trained = torch.slice(tensors, int(settings[5]))
    saved = annotate(List[Tensor], [])
    hidden = self.forward(w, ids, saved, index, bool(settings[7]))
    leaf = torch.requires_grad_(torch.detach(hidden), True)
    upstream = torch.zeros_like(leaf)
    total = torch.zeros([1], dtype=6, device=ids.device)
    chunk = int(settings[6])
    for i in range(0, torch.size(leaf, 0), chunk):
      logits = self.head(w, torch.slice(leaf, 0, i, i + chunk))
      loss = torch.cross_entropy_loss(logits, torch.slice(targets, 0, i, i + chunk), reduction=2) / settings[4].to(6)
      torch.add_(upstream, __torch__.accumulate_through([loss], annotate(List[Tensor], []), leaf, trained, gradients))
      total = total + torch.detach(loss)
    self.backward(w, ids, saved, hidden, upstream, trained, gradients)
    return total

