"""A real Dask cluster of two worker processes gives the same table bit for bit."""

from pathlib import Path

import pandas
import pytest
from distributed import LocalCluster

from hldsim.experiments.sweep.executors import ClusterError, cluster
from hldsim.experiments.sweep.orders import Prepared
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.running import run_sweep


@pytest.mark.slow  # starts a scheduler and two workers
def test_two_dask_workers_give_the_same_table(
    folder: Path, prepared: Prepared, tmp_path: Path
) -> None:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        with cluster(local.scheduler_address) as (executor, workers):
            assert workers == 2
            outcome = run_sweep(prepared, tmp_path / "dask", executor, workers)
    assert outcome.played == prepared.runs
    with Results(folder) as one, Results(tmp_path / "dask") as two:
        pandas.testing.assert_frame_equal(one.table(), two.table(), check_exact=True)


def test_nobody_answers() -> None:
    with (
        pytest.raises(ClusterError, match="no Dask scheduler answers"),
        cluster("tcp://127.0.0.1:9", 0.5),
    ):
        pass
