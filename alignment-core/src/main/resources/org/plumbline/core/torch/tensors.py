class M(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def step(self: __torch__.M, w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], lr: float, beta1: float, beta2: float, eps: float, weight_decay: float, max_norm: float) -> float:
    # AdamW in PyTorch's form (Loshchilov and Hutter 2019, alg. 2) after clipping by the global norm (Pascanu et al.
    # 2013); max_norm 0 means no clipping. Returns the norm before clipping. When it is not finite nothing is changed;
    # otherwise the gradients are zero afterwards.
    norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g)))
    value = float(norm)
    if value - value == 0.:
      if max_norm > 0. and value > max_norm:
        torch._foreach_mul_(g, max_norm / (value + 1.0000000000000001e-06))
      torch._foreach_add_(steps, 1)
      torch._fused_adamw_(w, g, m, v, annotate(List[Tensor], []), steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=weight_decay, eps=eps, amsgrad=False, maximize=False)
      torch._foreach_zero_(g)
    return value

  def norm(self: __torch__.M, g: List[Tensor]) -> float:
    return float(torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g))))

  def assign(self: __torch__.M, target: Tensor, source: Tensor, start: int) -> int:
    # Writes float32 values over the flattened target, from `start` on.
    torch.copy_(torch.slice(torch.view(torch.detach(target), [-1]), 0, start, start + torch.numel(source)), source)
    return 0

  def first_non_finite(self: __torch__.M, tensors: List[Tensor]) -> int:
    for i in range(torch.len(tensors)):
      if not bool(torch.all(torch.isfinite(tensors[i]))):
        return i
    return -1

  def zero(self: __torch__.M, tensors: List[Tensor]) -> int:
    torch._foreach_zero_(tensors)
    return 0

  def converted(self: __torch__.M, raw: Tensor, settings: Tensor) -> Tensor:
    # Bytes as they lie in a checkpoint, uint8 [n], as values of another type, flat; 16-bit ones as bytes again, which is
    # what may cross to Java. settings int64: type of the bytes, type wanted (5 half, 6 float, 7 double, 15 bfloat16).
    x = torch.view_copy(raw, dtype=int(settings[0])).to(int(settings[1]))
    if int(settings[1]) == 15:
      return torch.view_copy(x, dtype=0)
    return x

  def fill(self: __torch__.M, target: Tensor, raw: Tensor, settings: Tensor) -> Tensor:
    # As converted, into `target` from settings[2] on; for tensors that are larger than one mapping can be.
    x = self.converted(raw, settings)
    torch.copy_(torch.slice(target, 0, int(settings[2]), int(settings[2]) + torch.size(x, 0)), x)
    return torch.slice(target, 0, 0, 1)

  def masters(self: __torch__.M, tensors: List[Tensor]) -> List[Tensor]:
    # float32 copies; 16-bit weights come as bytes.
    out = annotate(List[Tensor], [])
    for t in tensors:
      if t.dtype == 0:
        torch.append(out, __torch__.bfloat16(t).to(6))
      else:
        torch.append(out, torch.clone(torch.detach(t)))
    return out

  def window(self: __torch__.M, t: Tensor, start: int, count: int) -> Tensor:
    # Values start.. of the flattened tensor, float32. 16-bit weights come as bytes.
    if t.dtype == 0:
      t = __torch__.bfloat16(t)
    return torch.slice(torch.reshape(t, [-1]), 0, start, start + count).to(6)
