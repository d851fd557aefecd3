# The patch discriminator D of KernelGAN-FKP and its gradients, those of the gradient penalty included, as TorchScript.
# The formulas are in the Javadoc of PatchDiscriminator. Arguments are lists:
#   patches  images, n x 3 x rows x columns in [0, 1]; then for the values before each norm, and last for D's values,
#            their shares: how much each place counts in a mean, n x 1 x rows x columns with sum 1, or one number for all
#   p        weights, norm's scales and norm's shifts of layers 1 to 4, weights of the last layer
# A layer is c = w * a, z = (c - mean c) f, y = scale z + shift, next a = LeakyReLU(y); f is 1 / deviation. In lists with
# an entry for each layer, dy and dc are gradients at y and c, dscale and dshift those at the norm's scales and shifts.
# What begins with t is a change along a direction.
class Operations(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def total(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.sum(x, [0, 2, 3], True)

  def channels(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.view(x, [1, -1, 1, 1])

  # Gradient at the input of a convolution. For one to a single channel oneDNN's own may be NaN, see BlurAndSample.
  def to_input(self: __torch__.Operations, d: Tensor, a: Tensor, weight: Tensor) -> Tensor:
    if torch.size(weight, 0) == 1:
      margin = torch.size(weight, 2) - 1
      da = torch.conv2d(d, torch.flip(torch.transpose(weight, 0, 1), [2, 3]), None, [1, 1], [margin, margin])
    else:
      da, dw, db = torch.convolution_backward(d, a, weight, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1,
        [True, False, False])
    return da

  # Gradient at the weights of a convolution.
  def to_weight(self: __torch__.Operations, d: Tensor, a: Tensor, weight: Tensor) -> Tensor:
    da, dw, db = torch.convolution_backward(d, a, weight, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1,
      [False, True, False])
    return dw

  def gate(self: __torch__.Operations, d: Tensor, a: Tensor) -> Tensor:
    return torch.leaky_relu_backward(d, a, 0.2, True)

  # z and f of a norm. Where all places count the same, PyTorch's own batch norm is faster than its formula.
  def standardise(self: __torch__.Operations, c: Tensor, share: Tensor) -> Tuple[Tensor, Tensor]:
    if torch.numel(share) == 1:
      z, mean, f = torch.native_batch_norm(c, None, None, None, None, True, 0., 1.0e-05)
      factor = (self).channels(f)
    else:
      centred = c - (self).total(c * share)
      factor = torch.rsqrt((self).total(centred * centred * share) + 1.0e-05)
      z = centred * factor
    return z, factor

  # gain (g - mean g - z mean(z g)), and the sums of z g and of g.
  def project(self: __torch__.Operations, g: Tensor, z: Tensor, gain: Tensor,
      share: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    if torch.numel(share) == 1:
      factors = torch.view(gain, [-1])
      h, of_z, of_one = torch.native_batch_norm_backward(g, z, factors, None, None, torch.zeros_like(factors),
        torch.ones_like(factors), True, 0., [True, True, True])
      s = (self).channels(of_z)
      t = (self).channels(of_one)
    else:
      s = (self).total(g * z)
      t = (self).total(g)
      h = (g - share * t - share * s * z) * gain
    return h, s, t

  def forward(self: __torch__.Operations, x: Tensor, shares: List[Tensor],
      p: List[Tensor]) -> Tuple[List[Tensor], List[Tensor], List[Tensor], Tensor]:
    a = [x * 2. - 1.]
    z = annotate(List[Tensor], [])
    f = annotate(List[Tensor], [])
    for i in range(4):
      standard, factor = (self).standardise(torch.conv2d(a[i], p[3 * i]), shares[i])
      y = torch.addcmul((self).channels(p[3 * i + 2]), standard, (self).channels(p[3 * i + 1]))
      a.append(torch.leaky_relu_(y, 0.2))
      z.append(standard)
      f.append(factor)
    return a, z, f, torch.conv2d(a[4], p[12])

  # Backwards from the gradient d at D's values.
  def backward(self: __torch__.Operations, d: Tensor, a: List[Tensor], z: List[Tensor], f: List[Tensor],
      shares: List[Tensor], p: List[Tensor]) -> Tuple[List[Tensor], List[Tensor], List[Tensor], List[Tensor]]:
    dy = annotate(List[Tensor], [])
    dc = annotate(List[Tensor], [])
    dscale = annotate(List[Tensor], [])
    dshift = annotate(List[Tensor], [])
    da = (self).to_input(d, a[4], p[12])
    for j in range(4):
      i = 3 - j
      g = (self).gate(da, a[i + 1])
      h, s, t = (self).project(g, z[i], (self).channels(p[3 * i + 1]) * f[i], shares[i])
      if i > 0:
        da = (self).to_input(h, a[i], p[3 * i])
      dy.insert(0, g)
      dc.insert(0, h)
      dscale.insert(0, s)
      dshift.insert(0, t)
    return dy, dc, dscale, dshift

  def values(self: __torch__.Operations, patches: List[Tensor], p: List[Tensor]) -> Tensor:
    a, z, f, values = (self).forward(patches[0], patches[1:], p)
    return values

  # Gradient at the images of -mean D.
  def generator_gradient(self: __torch__.Operations, patches: List[Tensor], p: List[Tensor]) -> Tensor:
    a, z, f, values = (self).forward(patches[0], patches[1:], p)
    d = torch.zeros_like(values) - patches[5]
    dy, dc, dscale, dshift = (self).backward(d, a, z, f, patches[1:], p)
    return (self).to_input(dc[0], a[0], p[0]) * 2.

  # Gradients at all parameters of sign times mean D.
  def mean_gradients(self: __torch__.Operations, patches: List[Tensor], sign: float, p: List[Tensor]) -> List[Tensor]:
    a, z, f, values = (self).forward(patches[0], patches[1:], p)
    d = torch.zeros_like(values) + sign * patches[5]
    dy, dc, dscale, dshift = (self).backward(d, a, z, f, patches[1:], p)
    gradients = annotate(List[Tensor], [])
    for i in range(4):
      gradients.append((self).to_weight(dc[i], a[i], p[3 * i]))
      gradients.append(torch.view(dscale[i], [-1]))
      gradients.append(torch.view(dshift[i], [-1]))
    gradients.append((self).to_weight(d, a[4], p[12]))
    return gradients

  # The gradient penalty at images [x], and its gradients at all parameters.
  def penalty(self: __torch__.Operations, images: List[Tensor], p: List[Tensor]) -> Tuple[Tensor, List[Tensor]]:
    x = images[0]
    shares = annotate(List[Tensor], [])
    for i in range(5):
      n = torch.size(x, 0) * (torch.size(x, 2) - 2 * i - 2) * (torch.size(x, 3) - 2 * i - 2)
      shares.append(torch.full([1, 1, 1, 1], 1. / float(n), dtype=ops.prim.dtype(x), device=ops.prim.device(x)))
    a, z, f, values = (self).forward(x, shares, p)
    d = torch.ones_like(values)
    dy, dc, dscale, dshift = (self).backward(d, a, z, f, shares, p)
    g = (self).to_input(dc[0], a[0], p[0]) * 2.
    length = torch.sqrt(torch.sum(g * g, [1], True))
    excess = length - 1.
    penalty = torch.mean(excess * excess) * 0.1
    v = g * (excess / torch.clamp_min(length, 1.0e-12)) * (0.2 / float(torch.numel(length)))
    # What the forward pass does along v, the penalty's gradient at g.
    ta = [v * 2.]
    tz = annotate(List[Tensor], [])
    q = annotate(List[Tensor], [])
    for i in range(4):
      t, zt, u = (self).project(torch.conv2d(ta[i], p[3 * i]), z[i], f[i], shares[i])
      ta.append((self).gate(t * (self).channels(p[3 * i + 1]), a[i + 1]))
      tz.append(t)
      q.append(zt * shares[i])
    # What the backward pass does along v: the gradients of the sum of g v, which are those of the penalty.
    gradients = [(self).to_weight(d, ta[4], p[12])]
    tda = torch.zeros_like(a[4])
    for j in range(4):
      i = 3 - j
      tdy = (self).gate(tda, a[i + 1])
      gain = (self).channels(p[3 * i + 1]) * f[i]
      h, s, t = (self).project(tdy, z[i], gain, shares[i])
      r = (self).total(tz[i] * dy[i])
      h = torch.addcmul_(h, z[i], gain * shares[i] * r, value=-1)
      h = torch.addcmul_(h, tz[i], gain * shares[i] * dscale[i], value=-1)
      h = torch.addcmul_(h, dc[i], f[i] * q[i], value=-1)
      gradients.insert(0, torch.view(t, [-1]))
      gradients.insert(0, torch.view(s + r, [-1]))
      gradients.insert(0, (self).to_weight(h, a[i], p[3 * i]) + (self).to_weight(dc[i], ta[i], p[3 * i]))
      if i > 0:
        tda = (self).to_input(h, a[i], p[3 * i])
    return penalty, gradients

  # Gradients at all parameters of mean D(generated) - mean D(real) + penalty; mixed is real crops, generated crops and
  # the part that the real ones have in the mix.
  def loss_gradients(self: __torch__.Operations, real: List[Tensor], generated: List[Tensor], mixed: List[Tensor],
      p: List[Tensor]) -> List[Tensor]:
    of_real = (self).mean_gradients(real, -1., p)
    of_generated = (self).mean_gradients(generated, 1., p)
    penalty, gradients = (self).penalty([(mixed[0] - mixed[1]) * mixed[2] + mixed[1]], p)
    for i in range(13):
      gradients[i] = gradients[i] + of_real[i] + of_generated[i]
    return gradients
