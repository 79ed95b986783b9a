# Layers that decoder families share, as free functions. Shapes as in llama.py.

def optional(w: Dict[str, Tensor], name: str) -> Optional[Tensor]:
  found = annotate(Optional[Tensor], None)
  if torch.__contains__(w, name):
    found = w[name]
  return found

def linear(w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  return torch.linear(x, w[name + ".weight"], __torch__.optional(w, name + ".bias"))

def fuse(w: Dict[str, Tensor], parts: List[str], whole: str) -> None:
  for kind in [".weight", ".bias"]:
    if torch.__contains__(w, parts[0] + kind):
      tensors = annotate(List[Tensor], [])
      for part in parts:
        torch.append(tensors, w[part + kind])
        torch.Delete(w, part + kind)
      w[whole + kind] = torch.cat(tensors, 0)

def rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
  # Zhang and Sennrich 2019, eq. 4.
  return x * torch.rsqrt(torch.mean(x * x, [-1], True) + eps) * weight

def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
  # x [B, H, T, d]; the pair of element i is element i + d/2, as in Hugging Face checkpoints.
  half = torch.floordiv(torch.size(x, -1), 2)
  turned = torch.cat([torch.neg(torch.slice(x, -1, half)), torch.slice(x, -1, 0, half)], -1)
  return x * cosine + turned * sine

def attention(q: Tensor, k: Tensor, v: Tensor, bias: Optional[Tensor], cache: List[Tensor], layer: int, start: int) -> Tensor:
  # q [B, H, T, d], k and v [B, G, T, d] -> [B, T, H * d]. bias is additive: [B, 1, T, S], or None.
  B = torch.size(q, 0)
  H = torch.size(q, 1)
  T = torch.size(q, 2)
  d = torch.size(q, 3)
  G = torch.size(k, 1)
  keys = k
  values = v
  causal = True
  if torch.len(cache) > 0:
    end = start + T
    torch.copy_(torch.slice(cache[2 * layer], 2, start, end), k)
    torch.copy_(torch.slice(cache[2 * layer + 1], 2, start, end), v)
    keys = torch.slice(cache[2 * layer], 2, 0, end)
    values = torch.slice(cache[2 * layer + 1], 2, 0, end)
    causal = T > 1
  if T == 1:
    # Grouped queries become extra query positions of their key head: no copy of the cache.
    grouped = torch.reshape(q, [B, G, torch.floordiv(H, G), d])
    a = torch.reshape(torch.scaled_dot_product_attention(grouped, keys, values, bias), [B, H, 1, d])
  else:
    if G != H:
      keys = torch.repeat_interleave(keys, torch.floordiv(H, G), 1)
      values = torch.repeat_interleave(values, torch.floordiv(H, G), 1)
    if bias is None:
      a = torch.scaled_dot_product_attention(q, keys, values, None, 0., causal)
    else:
      a = torch.scaled_dot_product_attention(q, keys, values, bias)
  return torch.reshape(torch.transpose(a, 1, 2), [B, T, H * d])
