# The networks and losses of KernelGAN, as TorchScript; see KernelGanNetworks. Arguments are lists:
#   w  weights of the six layers of the generator G
#   p  weights of the seven layers of the discriminator D, scales and shifts of the norms of layers 2 to 6, last bias
#   u  for each layer of D, the vector that finds its weights' largest singular value
class Operations(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # What G makes of a point, 1 x 1 x 13 x 13: the kernel that is convolved.
  def kernel(self: __torch__.Operations, w: List[Tensor]) -> Tensor:
    point = torch.ones([1, 1, 1, 1], dtype=ops.prim.dtype(w[0]), device=ops.prim.device(w[0]))
    k = torch.conv2d(point, w[0], None, [1, 1], [12, 12])
    for i in range(1, len(w)):
      k = torch.conv2d(k, w[i])
    return k

  # G of the planes x, 3 x 1 x rows x columns, as one image. Without activations in between, the layers are one kernel.
  def generated(self: __torch__.Operations, x: Tensor, k: Tensor) -> Tensor:
    return torch.transpose(torch.conv2d(x, torch.flip(k, [2, 3]), None, [2, 2]), 0, 1)

  def generate(self: __torch__.Operations, x: List[Tensor], w: List[Tensor]) -> Tensor:
    return (self).generated(x[0], (self).kernel(w))

  def unit(self: __torch__.Operations, x: Tensor) -> Tensor:
    return x / torch.clamp_min(torch.norm(x), 1.0e-12)

  # D's values, and u after one more power iteration.
  def discriminated(self: __torch__.Operations, x: Tensor, p: List[Tensor],
      u: List[Tensor]) -> Tuple[Tensor, List[Tensor]]:
    next = annotate(List[Tensor], [])
    for i in range(7):
      matrix = torch.reshape(p[i], [torch.size(p[i], 0), -1])
      fixed = torch.detach(matrix)
      right = (self).unit(torch.mv(torch.t(fixed), u[i]))
      left = (self).unit(torch.mv(fixed, right))
      next.append(left)
      weight = p[i] / torch.dot(left, torch.mv(matrix, right))
      if i < 6:
        x = torch.conv2d(x, weight)
      else:
        x = torch.conv2d(x, weight, p[17])
      if i > 0 and i < 6:
        x = torch.relu(torch.batch_norm(x, p[6 + i], p[11 + i], None, None, True, 0.1, 1.0e-05, False))
    return torch.sigmoid(x), next

  # Of a kernel k and the penalty m of its boundaries: sum to one, boundaries, centralised, sparsity.
  def regularisers(self: __torch__.Operations, k: Tensor, m: Tensor) -> List[Tensor]:
    n = torch.size(k, 0)
    total = torch.sum(k)
    at = torch.arange(n, dtype=ops.prim.dtype(k), layout=None, device=ops.prim.device(k))
    row = torch.sum(torch.mv(k, torch.ones_like(at)) * at) / total
    column = torch.sum(torch.mv(torch.t(k), torch.ones_like(at)) * at) / total
    centre = float(n) / 2.
    central = ((row - centre) * (row - centre) + (column - centre) * (column - centre)) / 2.
    return [torch.abs(1. - total), torch.mean(torch.abs(k * m)), central, torch.mean(torch.pow(torch.abs(k), 0.2))]

  def regularisers_of(self: __torch__.Operations, k_and_m: List[Tensor]) -> List[Tensor]:
    return (self).regularisers(k_and_m[0], k_and_m[1])

  # given: planes x, the bicubic target, m, weights of the losses (bicubic, then those of regularisers). Gives the loss
  # of G, the bicubic loss alone, and u.
  def generator_loss(self: __torch__.Operations, given: List[Tensor], w: List[Tensor], p: List[Tensor],
      u: List[Tensor]) -> List[Tensor]:
    k = (self).kernel(w)
    y = (self).generated(given[0], k)
    fixed = annotate(List[Tensor], [])
    for q in p:
      fixed.append(torch.detach(q))
    d, next = (self).discriminated(y, fixed, u)
    bicubic = torch.mean((y - given[1]) * (y - given[1]))
    loss = torch.mean(1. - d) + bicubic * given[3][0]
    r = (self).regularisers(torch.reshape(k, [13, 13]), given[2])
    for i in range(4):
      loss = loss + r[i] * given[3][i + 1]
    results = [loss, bicubic]
    results.extend(next)
    return results

  # crops: a real one and a generated one. Gives the loss of D, and u.
  def discriminator_loss(self: __torch__.Operations, crops: List[Tensor], p: List[Tensor],
      u: List[Tensor]) -> List[Tensor]:
    real, once = (self).discriminated(crops[0], p, u)
    generated, twice = (self).discriminated(crops[1], p, once)
    results = [(torch.mean(1. - real) + torch.mean(generated)) * 0.5]
    results.extend(twice)
    return results
