"""Jobs on their way to a worker: packed once, unpacked once a process, named ever after.

``run_task`` is what an Executor of any kind is given: it needs nothing but this package where it
runs.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from hldsim.errors import HldsimError
from hldsim.experiments.replicates import Job, Runner, Summary, Task


@dataclass(frozen=True)
class Parcel:
    """Jobs as bytes, under their hash. Parcels of one hash are equal, also without the bytes."""

    key: str
    content: bytes = field(default=b"", compare=False, repr=False)

    @classmethod
    def of(cls, jobs: Sequence[Job]) -> Parcel:
        """Pack jobs."""
        content = pickle.dumps(tuple(jobs), protocol=pickle.HIGHEST_PROTOCOL)
        return cls(hashlib.blake2b(content, digest_size=16).hexdigest(), content)

    @property
    def label(self) -> Parcel:
        """The same without its content, for a process that has unpacked it."""
        return Parcel(self.key)


@lru_cache(maxsize=2)
def _runner(parcel: Parcel) -> Runner:
    if not parcel.content:
        raise HldsimError(f"a worker was asked for jobs {parcel.key} that it was never sent")
    return Runner(pickle.loads(parcel.content))


def unpack(parcel: Parcel) -> None:
    """Unpack jobs in this process, so that their label is enough from now on."""
    _runner(parcel)


def run_task(parcel: Parcel, task: Task) -> Summary:
    """Run one task of the jobs in a parcel."""
    return _runner(parcel)(task)
