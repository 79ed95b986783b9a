# PPO losses over the N positions of a micro-batch, flat: no padding is ever in a mean. `weights` [N] is what a token counts,
# 0 for a position that takes no part; sums are divided by a number of the whole optimiser step, so that a micro-batch split
# changes nothing. `s` are the numbers of LossNumbers.java, in the type of the tensors; 0 switches a bound off.

def token_scores(logits: Tensor, targets: Tensor, temperature: Tensor) -> Tuple[Tensor, Tensor]:
  # logits [N, V], targets int64 [N] -> log-probs [N] and scaled logits [N, V].
  scaled = logits / temperature
  chosen = torch.squeeze(torch.gather(scaled, -1, torch.unsqueeze(targets, -1)), -1)
  return chosen - torch.logsumexp(scaled, [-1]), scaled

def entropy(scaled: Tensor) -> Tensor:
  # [N, V] -> [N], nats.
  p = torch.softmax(scaled, -1)
  return torch.logsumexp(scaled, [-1]) - torch.sum(p * scaled, [-1])

def bounded(x: Tensor, limit: Tensor) -> Tensor:
  if float(limit) > 0.:
    return torch.clamp(x, torch.neg(limit), limit)
  return x

def policy_loss(logprobs: Tensor, old_logprobs: Tensor, advantages: Tensor, weights: Tensor, s: Tensor) -> Tuple[Tensor, Tensor]:
  # Schulman et al. 2017, eq. 7, as a loss, with a lower and an upper clip; s[3] bounds it for negative advantages too (Ye et
  # al. 2020, dual clip). Second result: sums of clipped, ratio, half squared log-ratio, log-ratio; and the largest ratio.
  live = torch.gt(weights, 0.).to(weights.dtype)
  log_ratio = __torch__.bounded((logprobs - old_logprobs) * live, s[4])
  ratio = torch.exp(log_ratio)
  plain = torch.neg(advantages) * ratio
  clipped = torch.neg(advantages) * torch.clamp(ratio, 1. - s[1], 1. + s[2])
  by_token = torch.maximum(plain, clipped)
  if float(s[3]) > 0.:
    by_token = torch.where(torch.lt(advantages, 0.), torch.minimum(by_token, torch.neg(advantages) * s[3]), by_token)
  loss = torch.sum(by_token * weights) / s[11]
  r = torch.detach(ratio) * live
  l = torch.detach(log_ratio)
  active = torch.gt(torch.detach(clipped), torch.detach(plain)).to(r.dtype) * live
  stats = torch.stack([torch.sum(active), torch.sum(r), torch.sum(l * l) * 0.5, torch.sum(l), torch.max(r)])
  return loss, stats

def kl_estimate(logprobs: Tensor, reference: Tensor, weights: Tensor, s: Tensor) -> Tensor:
  # KL(policy || reference) by token, nats: s[9] names k2 or k3 (Schulman 2020, "Approximating KL divergence"). Beyond 80
  # nats an exponential is no float32 any more, and infinity times the weight 0 is not 0.
  difference = torch.clamp((logprobs - reference) * torch.gt(weights, 0.).to(weights.dtype), -80., 80.)
  if int(s[9]) == 2:
    return __torch__.bounded(0.5 * difference * difference, s[10])
  return __torch__.bounded(torch.expm1(torch.neg(difference)) + difference, s[10])

def full_kl(scaled: Tensor, reference: Tensor) -> Tensor:
  # scaled logits [N, V] of the policy, log-probs [N, V] of the reference -> [N], nats: the sum over the vocabulary.
  logprobs = torch.log_softmax(scaled, -1)
  return torch.sum(torch.exp(logprobs) * (logprobs - reference), [-1])

def value_loss(values: Tensor, old_values: Tensor, returns: Tensor, weights: Tensor, s: Tensor) -> Tuple[Tensor, Tensor]:
  # 0.5 * max of the clipped and unclipped squared error, as in the PPO reference implementations.
  plain = torch.pow(values - returns, 2)
  by_token = plain
  active = torch.zeros_like(torch.detach(plain))
  if float(s[5]) > 0.:
    clipped = torch.pow(old_values + torch.clamp(values - old_values, torch.neg(s[5]), s[5]) - returns, 2)
    by_token = torch.maximum(plain, clipped)
    active = torch.logical_and(torch.gt(torch.detach(clipped), torch.detach(plain)), torch.gt(weights, 0.)).to(values.dtype)
  loss = torch.sum(by_token * weights) * 0.5 / s[12]
  return loss, torch.sum(active)

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
