# Operations of the image network, in the form in which TorchScript saves its methods: every type named, every function
# under its name in torch. Arrays are 1 x channels x rows x columns, with the channels of a pixel side by side in memory.
# The formulas are in the Javadoc of Layers.
class Operations(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # 1x1 convolution.
  def mix(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    return torch.conv2d(x, weight)

  def mix_with_bias(self: __torch__.Operations, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.conv2d(x, weight, bias)

  # 3x3 convolution with reflection padding.
  def convolve(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    return torch.conv2d(torch.reflection_pad2d(x, [1, 1, 1, 1]), weight)

  # The same at every other pixel.
  def convolve_halving(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    return torch.conv2d(torch.reflection_pad2d(x, [1, 1, 1, 1]), weight, None, [2, 2])

  # Batch norm with the statistics of x.
  def norm(self: __torch__.Operations, x: Tensor, scale: Tensor, shift: Optional[Tensor]) -> Tensor:
    return torch.batch_norm(x, scale, shift, None, None, True, 0.1, 1.0e-05, False)

  def norm_with_shift(self: __torch__.Operations, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    return (self).norm(x, scale, shift)

  def norm_and_activate(self: __torch__.Operations, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    return torch.leaky_relu_((self).norm(x, scale, shift), 0.2)

  def pool(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.max_pool2d(x, [2, 2])

  # enlarge, concatenate, norm, convolve, as written.
  def join(self: __torch__.Operations, skip: Tensor, deep: Tensor, weight: Tensor, scale: Tensor) -> Tensor:
    enlarged = torch.upsample_bilinear2d(deep, None, False, [2., 2.])
    rows = torch.slice(enlarged, 2, 0, torch.size(skip, 2))
    cropped = torch.slice(rows, 3, 0, torch.size(skip, 3))
    return (self).convolve((self).norm(torch.cat([skip, cropped], 1), scale, None), weight)

  # The same where deep has exactly half the size, with the products of channels taken before enlarging.
  def join_half(self: __torch__.Operations, skip: Tensor, deep: Tensor, weight: Tensor, scale: Tensor) -> Tensor:
    n = torch.size(skip, 1)
    of_skip = (self).convolve((self).norm(skip, torch.slice(scale, 0, 0, n), None), torch.slice(weight, 1, 0, n))
    x = (self).norm_as_if_enlarged(deep, torch.slice(scale, 0, n))
    w = torch.slice(weight, 1, n)
    products = (self).spread(torch.replication_pad2d(x, [1, 2, 1, 2]), w)
    y = torch.add_(of_skip, (self).blur(products, [0.25, 0.75, 0.75, 0.25, 0.]))
    return (self).reflect_at_rim(y, x, w)

  # Norm without shift, by the mean and variance that x has after bilinear enlargement.
  def norm_as_if_enlarged(self: __torch__.Operations, x: Tensor, scale: Tensor) -> Tensor:
    centred = torch.sub(x, torch.mean(x, [0, 2, 3], True))
    smooth = (self).blur(torch.replication_pad2d(centred, [1, 1, 1, 1]), [0.1875, 0.625, 0.1875])
    variance = torch.mean(torch.mul(centred, smooth), [0, 2, 3], True)
    gain = torch.mul(torch.view(scale, [1, -1, 1, 1]), torch.rsqrt(torch.add(variance, 1.0e-05)))
    return torch.mul(centred, gain)

  # Correlation of every channel with the same separable window, without padding.
  def blur(self: __torch__.Operations, x: Tensor, taps: List[float]) -> Tensor:
    n = torch.len(taps)
    c = torch.size(x, 1)
    t = torch.tensor(taps, dtype=ops.prim.dtype(x), device=ops.prim.device(x))
    window = torch.repeat(torch.view(torch.mul(torch.view(t, [n, 1]), t), [1, 1, n, n]), [c, 1, 1, 1])
    return torch.conv2d(x, window, None, [1, 1], [0, 0], [1, 1], c)

  # Transposed 3x3 convolution of stride 2, of which the middle 2(H-1) x 2(W-1) is needed: the four kinds of pixels,
  # with even and odd row and column, are convolutions with one, two, two and four of the nine weights.
  def spread(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    h = torch.sub(torch.size(x, 2), 1)
    w = torch.sub(torch.size(x, 3), 1)
    x1 = torch.slice(x, 2, 0, h)
    outer = torch.slice(weight, 2, 0, 3, 2)
    inner = torch.slice(weight, 2, 1, 2)
    even_even = torch.conv2d(torch.slice(x1, 3, 0, w), torch.slice(inner, 3, 1, 2))
    even_odd = torch.conv2d(x1, torch.slice(inner, 3, 0, 3, 2))
    odd_even = torch.conv2d(torch.slice(x, 3, 0, w), torch.slice(outer, 3, 1, 2))
    odd_odd = torch.conv2d(x, torch.slice(outer, 3, 0, 3, 2))
    even = (self).interleave(even_even, even_odd, 3)
    odd = (self).interleave(odd_even, odd_odd, 3)
    all = torch.view(torch.stack([even, odd], 2), [1, torch.mul(2, h), torch.mul(2, w), torch.size(weight, 0)])
    return torch.permute(all, [0, 3, 1, 2])

  def interleave(self: __torch__.Operations, a: Tensor, b: Tensor, axis: int) -> Tensor:
    return torch.stack([torch.permute(a, [0, 2, 3, 1]), torch.permute(b, [0, 2, 3, 1])], axis)

  # y is the convolution of the enlarged x with its rim repeated; what reflection adds to the outermost rows and columns.
  def reflect_at_rim(self: __torch__.Operations, y: Tensor, x: Tensor, weight: Tensor) -> Tensor:
    upper = torch.upsample_bilinear2d(torch.slice(x, 2, 0, 2), None, False, [2., 2.])
    lower = torch.upsample_bilinear2d(torch.slice(x, 2, -2), None, False, [2., 2.])
    left = torch.upsample_bilinear2d(torch.slice(x, 3, 0, 2), None, False, [2., 2.])
    right = torch.upsample_bilinear2d(torch.slice(x, 3, -2), None, False, [2., 2.])
    above = torch.sub(torch.reflection_pad2d(torch.slice(upper, 2, 1, 2), [1, 1, 0, 0]), torch.replication_pad2d(torch.slice(upper, 2, 0, 1), [1, 1, 0, 0]))
    below = torch.sub(torch.reflection_pad2d(torch.slice(lower, 2, 2, 3), [1, 1, 0, 0]), torch.replication_pad2d(torch.slice(lower, 2, 3, 4), [1, 1, 0, 0]))
    before = torch.sub(torch.slice(left, 3, 1, 2), torch.slice(left, 3, 0, 1))
    behind = torch.sub(torch.slice(right, 3, 2, 3), torch.slice(right, 3, 3, 4))
    top = torch.conv2d(above, torch.slice(weight, 2, 0, 1))
    bottom = torch.conv2d(below, torch.slice(weight, 2, 2, 3))
    first = torch.conv2d(before, torch.slice(weight, 3, 0, 1), None, [1, 1], [1, 0])
    last = torch.conv2d(behind, torch.slice(weight, 3, 2, 3), None, [1, 1], [1, 0])
    z = (y).index_add_(2, (self).ends(y, 2), torch.cat([top, bottom], 2))
    return (z).index_add_(3, (self).ends(y, 3), torch.cat([first, last], 3))

  def ends(self: __torch__.Operations, x: Tensor, axis: int) -> Tensor:
    last = torch.sub(torch.size(x, axis), 1)
    return torch.tensor([0, last], dtype=None, device=ops.prim.device(x))
