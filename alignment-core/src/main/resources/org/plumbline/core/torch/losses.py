# PPO losses over the N real response tokens of a micro-batch, flat: no padding is ever in a mean.
# Sums are divided by `tokens`, the token count of the whole optimiser step, so that a micro-batch split changes nothing.

def token_scores(logits: Tensor, targets: Tensor, temperature: Tensor) -> Tuple[Tensor, Tensor]:
  # logits [N, V], targets int64 [N] -> log-probs [N] and scaled logits [N, V].
  scaled = logits / temperature
  chosen = torch.squeeze(torch.gather(scaled, -1, torch.unsqueeze(targets, -1)), -1)
  return chosen - torch.logsumexp(scaled, [-1]), scaled

def entropy(scaled: Tensor) -> Tensor:
  # [N, V] -> [N], nats.
  p = torch.softmax(scaled, -1)
  return torch.logsumexp(scaled, [-1]) - torch.sum(p * scaled, [-1])

def policy_loss(logprobs: Tensor, old_logprobs: Tensor, advantages: Tensor, clip: Tensor, tokens: Tensor) -> Tuple[Tensor, Tensor]:
  # Schulman et al. 2017, eq. 7, as a loss. Second result: sums of clipped, ratio, half squared log-ratio, log-ratio;
  # and the largest ratio.
  log_ratio = logprobs - old_logprobs
  ratio = torch.exp(log_ratio)
  plain = torch.neg(advantages) * ratio
  clipped = torch.neg(advantages) * torch.clamp(ratio, 1. - clip, 1. + clip)
  loss = torch.sum(torch.maximum(plain, clipped)) / tokens
  r = torch.detach(ratio)
  l = torch.detach(log_ratio)
  active = torch.gt(torch.detach(clipped), torch.detach(plain)).to(r.dtype)
  stats = torch.stack([torch.sum(active), torch.sum(r), torch.sum(l * l) * 0.5, torch.sum(l), torch.max(r)])
  return loss, stats

def value_loss(values: Tensor, old_values: Tensor, returns: Tensor, clip: Tensor, tokens: Tensor) -> Tuple[Tensor, Tensor]:
  # 0.5 * max of the clipped and unclipped squared error, as in the PPO reference implementations.
  bounded = old_values + torch.clamp(values - old_values, torch.neg(clip), clip)
  plain = torch.pow(values - returns, 2)
  clipped = torch.pow(bounded - returns, 2)
  loss = torch.sum(torch.maximum(plain, clipped)) * 0.5 / tokens
  active = torch.sum(torch.gt(torch.detach(clipped), torch.detach(plain)).to(values.dtype))
  return loss, active

def accumulate(outputs: List[Tensor], upstream: List[Tensor], parameters: List[Tensor], gradients: List[Tensor]) -> None:
  # Adds d(outputs)/d(parameters), each output weighted by its upstream gradient; scalars need none.
  weights = annotate(List[Optional[Tensor]], [])
  for u in upstream:
    torch.append(weights, u)
  found = torch.grad(outputs, parameters, weights, None, False, True)
  for i in range(torch.len(found)):
    g = found[i]
    if g is not None:
      torch.add_(gradients[i], g)

def accumulate_through(outputs: List[Tensor], upstream: List[Tensor], leaf: Tensor, parameters: List[Tensor], gradients: List[Tensor]) -> Tensor:
  # As accumulate; -> the gradient of `leaf` too.
  weights = annotate(List[Optional[Tensor]], [])
  for u in upstream:
    torch.append(weights, u)
  found = torch.grad(outputs, [leaf] + parameters, weights, None, False, True)
  for i in range(torch.len(gradients)):
    g = found[i + 1]
    if g is not None:
      torch.add_(gradients[i], g)
  through = found[0]
  assert through is not None, "the loss depends on the hidden states"
  return through
