"""Makes the model files beside it, with PyTorch 1.13: python3 make.py

usrnet*.pth: a USRNet of 2, 3, 4 and 5 channels, one residual block a level, 3 hidden units and 2 iterations. Value i of
tensor t (both counted from 0) is t + i / 1024.
views*.pt: two tensors that share one storage (0, 1, 2, ...), within "model_state", beside things that are no tensors.
"""
import collections
import torch


def usrnet(channels=(2, 3, 4, 5), hidden=3, iterations=2):
    block = lambda prefix, n: [(f"{prefix}.res.{i}.weight", (n, n, 3, 3)) for i in (0, 2)]
    layer = lambda i, out, into: [(f"h.mlp.{i}.weight", (out, into, 1, 1)), (f"h.mlp.{i}.bias", (out,))]
    shapes = [("p.m_head.weight", (channels[0], 4, 3, 3))]
    for level in (1, 2, 3):
        fine, coarse = channels[level - 1:level + 1]
        shapes += block(f"p.m_down{level}.0", fine) + [(f"p.m_down{level}.1.weight", (coarse, fine, 2, 2))]
    shapes += block("p.m_body.0", channels[3])
    for level in (3, 2, 1):
        fine, coarse = channels[level - 1:level + 1]
        shapes += [(f"p.m_up{level}.0.weight", (coarse, fine, 2, 2))] + block(f"p.m_up{level}.1", fine)
    shapes += [("p.m_tail.weight", (3, channels[0], 3, 3))]
    shapes += layer(0, hidden, 2) + layer(2, hidden, hidden) + layer(4, 2 * iterations, hidden)
    values = lambda shape: torch.arange(torch.Size(shape).numel()).float().reshape(shape) / 1024
    return collections.OrderedDict((name, t + values(shape)) for t, (name, shape) in enumerate(shapes))


def views():
    shared = torch.arange(12).float()
    state = collections.OrderedDict(first=shared[:6].reshape(2, 3), second=shared[6:7], third=torch.tensor(0.5))
    return {"model_state": state, "epoch": 7, "history": [1.5, None, True, 10**12, (1, 2, 3, "four")]}


for name, content in (("usrnet{}.pth", usrnet()), ("views{}.pt", views())):
    torch.save(content, name.format(""))
    torch.save(content, name.format("_old"), _use_new_zipfile_serialization=False)
torch.save(views(), "views_protocol4.pt", pickle_protocol=4)
