class Operations(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def convolve(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    return torch.conv2d(torch.reflection_pad2d(x, [1, 1, 1, 1]), weight)

  def convolve_halving(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    return torch.conv2d(torch.reflection_pad2d(x, [1, 1, 1, 1]), weight, None, [2, 2])

  def mix(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    return torch.conv2d(x, weight)

  def mix_with_bias(self: __torch__.Operations, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.conv2d(x, weight, bias)

  def normalise(self: __torch__.Operations, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    return torch.batch_norm(x, scale, shift, None, None, True, 0.1, 1.0000000000000001e-05, False)

  def normalise_and_activate(self: __torch__.Operations, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    y = torch.batch_norm(x, scale, shift, None, None, True, 0.1, 1.0000000000000001e-05, False)
    return torch.leaky_relu_(y, 0.20000000000000001)

  def enlarge(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.upsample_bilinear2d(x, None, False, [2., 2.])

  def pool(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.max_pool2d(x, [2, 2])
