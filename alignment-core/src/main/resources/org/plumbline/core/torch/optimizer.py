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

  def first_non_finite(self: __torch__.M, tensors: List[Tensor]) -> int:
    for i in range(torch.len(tensors)):
      if not bool(torch.all(torch.isfinite(tensors[i]))):
        return i
    return -1

  def zero(self: __torch__.M, tensors: List[Tensor]) -> int:
    torch._foreach_zero_(tensors)
    return 0

  def widen(self: __torch__.M, raw: Tensor, dtype: int, shape: List[int]) -> Tensor:
    # Bytes as they lie in a checkpoint, uint8 [n], to float32 of the given shape. dtype: 5 half, 6 float, 7 double,
    # 15 bfloat16.
    return torch.reshape(torch.view_copy(raw, dtype=dtype).to(6), shape)
