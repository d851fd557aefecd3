# The network of Amortized FKP and its loss, as TorchScript. The formulas are in the Javadoc of BlurReaderNetwork.
#   data  images, n x planes x rows x columns; the true entries, n x m
#   w     filters and biases of the layers in turn, of the head; the five numbers of the pooling; the m means and the
#         m log-precisions without an image
class Operations(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def convolve(self: __torch__.Operations, x: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
    return torch.relu(torch.conv2d(x, weight, bias, [stride, stride], [0, 0]))

  def loss(self: __torch__.Operations, data: List[Tensor], w: List[Tensor]) -> List[Tensor]:
    a = data[0]
    a = (self).convolve(a, w[0], w[1], 1)
    a = (self).convolve(a, w[2], w[3], 1)
    a = (self).convolve(a, w[4], w[5], 1)
    a = (self).convolve(a, w[6], w[7], 2)
    a = (self).convolve(a, w[8], w[9], 1)
    a = (self).convolve(a, w[10], w[11], 2)
    a = (self).convolve(a, w[12], w[13], 1)
    f = torch.conv2d(a, w[14], w[15], [1, 1], [0, 0])
    experts = torch.flatten(f, 2)
    n = torch.size(experts, 2)
    m = torch.size(data[1], 1)
    mu = torch.slice(experts, 1, 0, m)
    p = torch.exp(torch.clamp(torch.slice(experts, 1, m, torch.mul(m, 2)), -8., 8.))
    total = torch.sum(p, [2])
    pooling = w[16]
    prior = w[17]
    own = torch.exp(torch.slice(prior, 0, m, torch.mul(m, 2)))
    mean = torch.div(torch.add(torch.sum(torch.mul(p, mu), [2]), torch.mul(own, torch.slice(prior, 0, 0, m))), torch.add(total, own))
    share = torch.select(pooling, 0, 0)
    power = torch.select(pooling, 0, 1)
    count = torch.select(pooling, 0, 2)
    floor = torch.select(pooling, 0, 3)
    logn = torch.log(torch.full_like(share, n))
    precision = torch.add(torch.exp(torch.add(torch.add(torch.mul(power, torch.log(torch.div(total, n))), share), torch.mul(count, logn))), torch.exp(floor))
    error = torch.sub(data[1], mean)
    terms = torch.sub(torch.mul(torch.mul(error, error), torch.mul(precision, 0.5)), torch.mul(torch.log(precision), 0.5))
    value = torch.mean(torch.sum(terms, [1]))
    return [value, mean, precision]
