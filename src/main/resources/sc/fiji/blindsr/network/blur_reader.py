# The network of Amortized FKP and its loss, as TorchScript. The formulas are in the Javadoc of BlurReaderNetwork.
#   data  images, n x planes x rows x columns; the true entries, n x m; 1 if all convolutions but the first and the head are
#         to be computed in bfloat16 (which TorchScript knows as 15), or 0; the highest log-precision of an expert
#   w     filters and biases of the layers in turn, of the head; the numbers of the pooling; the m means and the
#         m log-precisions without an image
class Operations(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def convolve(self: __torch__.Operations, x: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
    kind = ops.prim.dtype(x)
    return torch.relu(torch.conv2d(x, torch.to(weight, kind), torch.to(bias, kind), [stride, stride], [0, 0]))

  # What the experts say together: means mu and precisions p, n x m x experts; of many those count more who see less blur.
  def together(self: __torch__.Operations, mu: Tensor, p: Tensor, pooling: Tensor) -> Tensor:
    total = torch.sum(p, [2])
    mean = torch.sum(p * mu, [2]) / total
    if torch.size(pooling, 0) > 4:
      sure = torch.sum(torch.slice(p, 1, 0, 2), [1])
      saying = torch.pow(torch.sum(sure, [1]), 2) / torch.sum(sure * sure, [1])
      preference = torch.select(pooling, 0, 4) * torch.relu(torch.log(saying / 20.))
      middle = torch.mean(torch.slice(mean, 1, 0, 2), [1], True)
      wider = torch.mean(torch.slice(mu, 1, 0, 2), [1]) - middle
      variance = torch.sum(torch.select(p, 1, 0) * wider * wider, [1]) / torch.select(total, 1, 0)
      trust = torch.exp(torch.unsqueeze(preference, 1) * torch.clamp(wider, -1.5, 1.5) * -1.)
      q = p * torch.unsqueeze(trust, 1)
      narrowed = preference * torch.minimum(torch.select(pooling, 0, 5), variance * 2.)
      widths = torch.cat([torch.ones_like(torch.slice(mean, 1, 0, 2)), torch.zeros_like(torch.slice(mean, 1, 2))], 1)
      mean = torch.sum(q * mu, [2]) / torch.sum(q, [2]) + widths * torch.unsqueeze(narrowed, 1)
    return mean

  def loss(self: __torch__.Operations, data: List[Tensor], w: List[Tensor]) -> List[Tensor]:
    a = (self).convolve(data[0], w[0], w[1], 1)
    if bool(data[2] > 0.):
      a = torch.to(a, 15)
    for i in range(1, len(w) // 2 - 2):
      stride = 1
      if i == 3 or i == 5:
        stride = 2
      a = (self).convolve(a, w[2 * i], w[2 * i + 1], stride)
    f = torch.conv2d(torch.to(a, ops.prim.dtype(data[0])), w[len(w) - 4], w[len(w) - 3], [1, 1], [0, 0])
    experts = torch.flatten(f, 2)
    n = torch.size(experts, 2)
    m = torch.size(data[1], 1)
    mu = torch.slice(experts, 1, 0, m)
    p = torch.exp(torch.maximum(torch.minimum(torch.slice(experts, 1, m, m * 2), data[3]), torch.neg(data[3])))
    total = torch.sum(p, [2])
    pooling = w[len(w) - 2]
    prior = w[len(w) - 1]
    own = torch.exp(torch.slice(prior, 0, m, m * 2))
    mean = (total * (self).together(mu, p, pooling) + own * torch.slice(prior, 0, 0, m)) / (total + own)
    share = torch.select(pooling, 0, 0)
    power = torch.select(pooling, 0, 1)
    count = torch.select(pooling, 0, 2)
    floor = torch.select(pooling, 0, 3)
    logn = torch.log(torch.full_like(share, n))
    precision = torch.exp(power * torch.log(total / n) + share + count * logn) + torch.exp(floor)
    error = data[1] - mean
    terms = error * error * (precision * 0.5) - torch.log(precision) * 0.5
    value = torch.mean(torch.sum(terms, [1]))
    return [value, mean, precision]
