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

  def depthwise(self: __torch__.Operations, x: Tensor, a: List[float]) -> Tensor:
    taps = torch.tensor(a, dtype=None, device=ops.prim.device(x))
    n = torch.len(a)
    c = torch.size(x, 1)
    window = torch.mul(torch.view(taps, [n, 1]), taps)
    return torch.conv2d(x, torch.repeat(torch.view(window, [1, 1, n, n]), [c, 1, 1, 1]), None, [1, 1], [0, 0], [1, 1], c)

  def norm_of_enlarged(self: __torch__.Operations, x: Tensor, scale: Tensor) -> Tensor:
    c = torch.size(x, 1)
    centred = torch.sub(x, torch.mean(x, [0, 2, 3], True))
    smooth = (self).depthwise(torch.replication_pad2d(centred, [1, 1, 1, 1]), [0.1875, 0.625, 0.1875])
    variance = torch.mean(torch.mul(centred, smooth), [0, 2, 3], True)
    gain = torch.mul(torch.view(scale, [1, c, 1, 1]), torch.rsqrt(torch.add(variance, 1.0000000000000001e-05)))
    return torch.mul(centred, gain)

  def spread(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    h = torch.sub(torch.size(x, 2), 1)
    w = torch.sub(torch.size(x, 3), 1)
    c = torch.size(weight, 0)
    outer = torch.slice(weight, 2, 0, 9223372036854775807, 2)
    inner = torch.slice(weight, 2, 1, 2)
    above = torch.slice(x, 2, 0, h)
    before = torch.slice(x, 3, 0, w)
    a = torch.conv2d(torch.slice(above, 3, 0, w), torch.slice(inner, 3, 1, 2))
    b = torch.conv2d(above, torch.slice(inner, 3, 0, 9223372036854775807, 2))
    c1 = torch.conv2d(before, torch.slice(outer, 3, 1, 2))
    d = torch.conv2d(x, torch.slice(outer, 3, 0, 9223372036854775807, 2))
    upper = torch.stack([torch.permute(a, [0, 2, 3, 1]), torch.permute(b, [0, 2, 3, 1])], 3)
    lower = torch.stack([torch.permute(c1, [0, 2, 3, 1]), torch.permute(d, [0, 2, 3, 1])], 3)
    t = torch.view(torch.stack([upper, lower], 2), [1, torch.mul(2, h), torch.mul(2, w), c])
    return torch.permute(t, [0, 3, 1, 2])

  def convolve_enlarged(self: __torch__.Operations, x: Tensor, weight: Tensor, sum: Tensor) -> Tensor:
    h = torch.size(sum, 2)
    w = torch.size(sum, 3)
    t = (self).spread(torch.replication_pad2d(x, [1, 2, 1, 2]), weight)
    y = torch.add_(sum, (self).depthwise(t, [0.25, 0.75, 0.75, 0.25, 0.]))
    upper = torch.upsample_bilinear2d(torch.slice(x, 2, 0, 2), None, False, [2., 2.])
    lower = torch.upsample_bilinear2d(torch.slice(x, 2, -2), None, False, [2., 2.])
    left = torch.upsample_bilinear2d(torch.slice(x, 3, 0, 2), None, False, [2., 2.])
    right = torch.upsample_bilinear2d(torch.slice(x, 3, -2), None, False, [2., 2.])
    top = torch.sub(torch.reflection_pad2d(torch.slice(upper, 2, 1, 2), [1, 1, 0, 0]), torch.replication_pad2d(torch.slice(upper, 2, 0, 1), [1, 1, 0, 0]))
    bottom = torch.sub(torch.reflection_pad2d(torch.slice(lower, 2, 2, 3), [1, 1, 0, 0]), torch.replication_pad2d(torch.slice(lower, 2, 3, 4), [1, 1, 0, 0]))
    first = torch.sub(torch.slice(left, 3, 1, 2), torch.slice(left, 3, 0, 1))
    last = torch.sub(torch.slice(right, 3, 2, 3), torch.slice(right, 3, 3, 4))
    rows = torch.cat([torch.conv2d(top, torch.slice(weight, 2, 0, 1)), torch.conv2d(bottom, torch.slice(weight, 2, 2, 3))], 2)
    columns = torch.cat([torch.conv2d(first, torch.slice(weight, 3, 0, 1), None, [1, 1], [1, 0]), torch.conv2d(last, torch.slice(weight, 3, 2, 3), None, [1, 1], [1, 0])], 3)
    rim_rows = torch.tensor([0, torch.sub(h, 1)], dtype=None, device=ops.prim.device(x))
    rim_columns = torch.tensor([0, torch.sub(w, 1)], dtype=None, device=ops.prim.device(x))
    y = (y).index_add_(2, rim_rows, rows)
    return (y).index_add_(3, rim_columns, columns)

  def decode(self: __torch__.Operations, skip: Tensor, deep: Tensor, weight: Tensor, scale: Tensor) -> Tensor:
    n = torch.size(skip, 1)
    flat = torch.batch_norm(skip, torch.slice(scale, 0, 0, n), None, None, None, True, 0.1, 1.0000000000000001e-05, False)
    sum = torch.conv2d(torch.reflection_pad2d(flat, [1, 1, 1, 1]), torch.slice(weight, 1, 0, n))
    return (self).convolve_enlarged((self).norm_of_enlarged(deep, torch.slice(scale, 0, n)), torch.slice(weight, 1, n), sum)
