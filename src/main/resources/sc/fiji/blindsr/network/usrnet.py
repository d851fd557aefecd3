# Operations of USRNet, in the form in which TorchScript saves its methods: every type named, every function under its name
# in torch. Images are 1 x channels x rows x columns; y is the low-resolution one. The formulas are in the Javadoc of Usrnet.
class Operations(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Noise level and scale factor, 1 x 2 x 1 x 1, to the alphas and betas of all iterations, 1 x 2n x 1 x 1.
  def schedule(self: __torch__.Operations, problem: Tensor, layers: List[Tensor]) -> Tensor:
    first = torch.relu_(torch.conv2d(problem, layers[0], layers[1]))
    second = torch.relu_(torch.conv2d(first, layers[2], layers[3]))
    return torch.add(torch.softplus(torch.conv2d(second, layers[4], layers[5])), 1.0e-06)

  # Spectrum of a real image: half of the columns, the others are their conjugates.
  def spectrum(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.fft_rfft2(x)

  # x blurred: its spectrum times that of a kernel.
  def blurred(self: __torch__.Operations, x: Tensor, kernel: Tensor) -> Tensor:
    product = torch.mul(torch.fft_rfft2(x), kernel)
    return torch.fft_irfft2(product, [torch.size(x, 2), torch.size(x, 3)])

  # Every s-th row and column of x, a view: as many as y has.
  def places(self: __torch__.Operations, x: Tensor, y: Tensor) -> Tensor:
    s = torch.floordiv(torch.size(x, 2), torch.size(y, 2))
    return torch.slice(torch.slice(x, 2, None, None, s), 3, None, None, s)

  # Spectrum of H H^T, which is a convolution of low-resolution images, from that of the kernel.
  def gain(self: __torch__.Operations, kernel: Tensor, x: Tensor, y: Tensor) -> Tensor:
    power = torch.mul(kernel, torch.conj(kernel))
    correlation = torch.fft_irfft2(power, [torch.size(x, 2), torch.size(x, 3)])
    return torch.real(torch.fft_rfft2((self).places(correlation, y)))

  # Data step: x + H^T (H H^T + alpha)^-1 (y - H x).
  def fit(self: __torch__.Operations, x: Tensor, y: Tensor, kernel: Tensor, gain: Tensor, alpha: Tensor) -> Tensor:
    misfit = torch.sub(y, (self).places((self).blurred(x, kernel), y))
    weighted = torch.div(torch.fft_rfft2(misfit), torch.add(gain, alpha))
    spread = torch.zeros_like(x)
    _0 = torch.copy_((self).places(spread, y), torch.fft_irfft2(weighted, [torch.size(y, 2), torch.size(y, 3)]))
    return torch.add_((self).blurred(spread, torch.conj(kernel)), x)

  # Prior step: what a residual U-Net makes of image and noise level. Its first and last convolution are the ends.
  def denoise(self: __torch__.Operations, x: Tensor, beta: Tensor, ends: List[Tensor], down1: List[Tensor], down2: List[Tensor], down3: List[Tensor], body: List[Tensor], up3: List[Tensor], up2: List[Tensor], up1: List[Tensor]) -> Tensor:
    h = torch.size(x, 2)
    w = torch.size(x, 3)
    input = torch.cat([x, torch.expand(beta, [1, 1, h, w])], 1)
    padding = [0, torch.remainder(torch.neg(w), 8), 0, torch.remainder(torch.neg(h), 8)]
    x1 = (self).convolve(torch.replication_pad2d(input, padding), ends[0])
    x2 = (self).down(x1, down1)
    x3 = (self).down(x2, down2)
    x4 = (self).down(x3, down3)
    y4 = (self).blocks(x4, body, 0)
    y3 = (self).up(torch.add_(y4, x4), up3)
    y2 = (self).up(torch.add_(y3, x3), up2)
    y1 = (self).up(torch.add_(y2, x2), up1)
    y = (self).convolve(torch.add_(y1, x1), ends[1])
    return torch.slice(torch.slice(y, 2, 0, h), 3, 0, w)

  def down(self: __torch__.Operations, x: Tensor, weights: List[Tensor]) -> Tensor:
    return torch.conv2d((self).blocks(x, weights, 0), weights[-1], None, [2, 2])

  def up(self: __torch__.Operations, x: Tensor, weights: List[Tensor]) -> Tensor:
    return (self).blocks(torch.conv_transpose2d(x, weights[0], None, [2, 2]), weights, 1)

  # Residual blocks, each of two convolutions, whose weights begin at a place of the list.
  def blocks(self: __torch__.Operations, x: Tensor, weights: List[Tensor], first: int) -> Tensor:
    y = x
    for i in range(torch.floordiv(torch.len(weights), 2)):
      j = torch.add(first, torch.mul(2, i))
      inner = torch.relu_((self).convolve(y, weights[j]))
      y = torch.add_((self).convolve(inner, weights[torch.add(j, 1)]), y)
    return y

  # 3x3 convolution with zero padding.
  def convolve(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    return torch.conv2d(x, weight, None, [1, 1], [1, 1])
