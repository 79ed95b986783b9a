# Layers that families share, as free functions.

def bfloat16(raw: Tensor) -> Tensor:
  # Bytes [..., 2 * n] seen as bfloat16 [..., n], over the same memory.
  shape = torch.size(raw)
  dims = torch.len(shape)
  shape[dims - 1] = torch.floordiv(shape[dims - 1], 2)
  strides = annotate(List[int], [])
  for i in range(dims):
    step = 1
    for j in range(i + 1, dims):
      step = step * shape[j]
    torch.append(strides, step)
  return torch.set_(torch.empty([0], dtype=15, device=raw.device), raw, 0, shape, strides)

def by_name(names: List[str], tensors: List[Tensor]) -> Dict[str, Tensor]:
  # 16-bit weights come as bytes and are seen as what they are.
  w = annotate(Dict[str, Tensor], {})
  for i in range(torch.len(tensors)):
    t = tensors[i]
    if t.dtype == 0:
      t = __torch__.bfloat16(t)
    w[names[i]] = t
  return w

def optional(w: Dict[str, Tensor], name: str) -> Optional[Tensor]:
  found = annotate(Optional[Tensor], None)
  if torch.__contains__(w, name):
    found = w[name]
  return found

def linear(w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  # x [..., in], weight [out, in]. Weights take the type of the activations, so that float32 masters can train in bfloat16.
  bias = __torch__.optional(w, name + ".bias")
  if bias is not None:
    bias = bias.to(x.dtype)
  return torch.linear(x, w[name + ".weight"].to(x.dtype), bias)

def transposed_linear(w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
  # As linear, with the weight stored [in, out].
  y = torch.matmul(x, w[name + ".weight"].to(x.dtype))
  bias = __torch__.optional(w, name + ".bias")
  if bias is not None:
    y = y + bias.to(x.dtype)
  return y

def rms_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
  # Zhang and Sennrich 2019, eq. 4, in float32.
  f = x.to(6)
  return (f * torch.rsqrt(torch.mean(f * f, [-1], True) + eps)).to(x.dtype) * weight.to(x.dtype)

def layer_norm(w: Dict[str, Tensor], name: str, x: Tensor, eps: float) -> Tensor:
  # Ba, Kiros and Hinton 2016, eq. 4.
  return torch.layer_norm(x, [torch.size(x, -1)], w[name + ".weight"].to(x.dtype), w[name + ".bias"].to(x.dtype), eps)

def activation(name: str, x: Tensor) -> Tensor:
  if name == "silu":
    return torch.silu(x)
  if name == "relu":
    return torch.relu(x)
  if name == "gelu":
    return torch.gelu(x)
  assert name == "gelu_tanh", "an activation by its name"
  return torch.gelu(x, approximate="tanh")

def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
  # x [B, H, T, d]; the first r = size(cosine) elements turn, and the pair of element i is element i + r/2, as in Hugging
  # Face checkpoints.
  r = torch.size(cosine, -1)
  half = torch.floordiv(r, 2)
  if r == torch.size(x, -1):
    turned = torch.cat([torch.neg(torch.slice(x, -1, half)), torch.slice(x, -1, 0, half)], -1)
    return x * cosine + turned * sine
  moving = torch.slice(x, -1, 0, r)
  turned = torch.cat([torch.neg(torch.slice(moving, -1, half)), torch.slice(moving, -1, 0, half)], -1)
  return torch.cat([moving * cosine + turned * sine, torch.slice(x, -1, r)], -1)

def rows(x: Tensor, index: Tensor) -> Tensor:
  # x [B, T, D], index int64 [N] into the flattened [B * T] -> [N, D]
  return torch.index_select(torch.reshape(x, [-1, torch.size(x, 2)]), 0, index)

def softcap(x: Tensor, cap: float) -> Tensor:
  # Gemma 2 report 2024, section 2. A cap of 0 means none.
  if cap == 0.:
    return x
  return torch.tanh(x / cap) * cap

def weighted(q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], causal: bool, scale: float, cap: float) -> Tensor:
  # Softmax attention: q [B, H, T, d], k and v [B, H, S, d], mask additive [B or 1, 1, T, S] -> [B, H, T, d].
  if cap == 0.:
    return torch.scaled_dot_product_attention(q, k, v, mask, 0., causal, scale=scale)
  scores = __torch__.softcap(torch.matmul(q, torch.transpose(k, -2, -1)) * scale, cap)
  if mask is not None:
    scores = scores + mask
  return torch.matmul(torch.softmax(scores, -1, dtype=6).to(q.dtype), v)
