# Sampling from next-token logits. All randomness comes in as uniforms in [0, 1).

def sample(logits: Tensor, uniforms: Tensor, temperature: float, top_k: int, top_p: float) -> Tensor:
  # logits float32 [B, V], uniforms float64 [B] -> token ids int64 [B], by inversion of the cumulative distribution.
  # temperature 0 is greedy; top_k 0 and top_p 1 switch the filters off. top_p applies after top_k, renormalised.
  if temperature == 0.:
    return torch.argmax(logits, -1)
  p = torch.softmax(logits / temperature, -1)
  order = annotate(Optional[Tensor], None)
  if top_k > 0 or top_p < 1.:
    k = torch.size(p, -1)
    if top_k > 0:
      k = ops.prim.min(top_k, k)
    p, chosen = torch.topk(p, k, -1, True, True)
    order = chosen
    if top_p < 1.:
      before = torch.cumsum(p, -1) - p
      total = torch.sum(p, [-1], True)
      p = torch.masked_fill(p, torch.ge(before, total * top_p), 0.)
  cumulative = torch.cumsum(p, -1, dtype=7)
  total = torch.slice(cumulative, -1, -1)
  index = torch.searchsorted(cumulative, torch.unsqueeze(uniforms, -1) * total, right=True)
  index = torch.clamp(index, 0, torch.size(p, -1) - 1)
  if order is not None:
    index = torch.gather(order, -1, index)
  return torch.squeeze(index, -1)

def is_any(tokens: Tensor, stop: List[int]) -> Tensor:
  # int64 [B, 1] -> bool [B, 1]
  found = torch.zeros_like(tokens, dtype=11)
  for s in stop:
    found = torch.logical_or(found, torch.eq(tokens, s))
  return found
