"""Results: a folder of runs, asked in place by SQL (DuckDB), also while it is being filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hldsim.experiments.sweep.columns import KEYS, Column, listed, quoted
from hldsim.experiments.sweep.extras import need
from hldsim.experiments.sweep.journal import load_rows, parts, waiting
from hldsim.experiments.sweep.manifest import Manifest, ResultError, read_manifest

if TYPE_CHECKING:
    import pandas

MEMORY = "512MB"
"""What the database may hold in memory; a larger question goes over the disk."""


class Results:
    """Runs that are done, as a table named ``run``; rows are never changed.

    Examples
    --------
    >>> with Results(folder) as results:  # doctest: +SKIP
    ...     results.ask("SELECT agreement, count(*) AS runs FROM run GROUP BY 1 ORDER BY 2 DESC")

    Raises
    ------
    ResultError
        If the folder holds no results.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.manifest: Manifest = read_manifest(self.folder)
        duckdb = need("duckdb")
        self._error = duckdb.Error
        self._base: Any = duckdb.connect(config={"memory_limit": MEMORY})
        self.refresh()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of the table, in order."""
        return self.manifest.columns

    def refresh(self) -> None:
        """Look again at what has been written since."""
        columns = self.columns
        rest, done = waiting(self.folder), parts(self.folder)
        missing = [path.name for path in done if not path.exists()]
        if missing:
            raise ResultError(f"{self.folder}: {', '.join(missing)} is gone; it held runs")
        self._base.execute("DROP VIEW IF EXISTS run; DROP TABLE IF EXISTS recent")
        load_rows(self._base, "recent", columns, rest)
        sources = [f"SELECT {listed(columns)} FROM recent"]
        if done:
            files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in done)
            sources.append(f"SELECT {listed(columns)} FROM read_parquet([{files}])")
        self._base.execute(f"CREATE VIEW run AS {' UNION ALL '.join(sources)}")

    def ask(self, sql: str, values: list[Any] | None = None) -> pandas.DataFrame:
        """Answer a question in SQL about the table ``run``.

        Raises
        ------
        ResultError
            If it is no SQL, or names a column there is not.
        """
        try:
            found: pandas.DataFrame = self._base.execute(sql, values or []).df()
        except self._error as error:
            raise ResultError(f"{error}; table: run; columns: {listed(self.columns)}") from None
        return found

    def table(self) -> pandas.DataFrame:
        """Return every run, in the order of condition, point, replicate."""
        return self.ask(f"SELECT {listed(self.columns)} FROM run {self.order}")

    @property
    def order(self) -> str:
        """How rows are put in order: conditions as declared."""
        names = ", ".join("'" + name + "'" for name in self.manifest.scenarios)
        return f"ORDER BY list_position([{names}], condition), point, replicate"

    def __len__(self) -> int:
        return int(self._base.execute("SELECT count(*) FROM run").fetchone()[0])

    def keys(self) -> Iterator[tuple[str, int, int]]:
        """Condition, point and replicate of every run, a batch at a time."""
        for condition, point, r in self.rows(f"SELECT {', '.join(map(quoted, KEYS))} FROM run"):
            yield str(condition), int(point), int(r)

    def rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Rows of an answer as plain tuples, a batch at a time."""
        found = self._base.execute(sql)
        while rows := found.fetchmany(10_000):
            yield from rows

    def run(self, condition: str, point: int, replicate: int) -> tuple[Any, ...]:
        """One run's row.

        Raises
        ------
        ResultError
            If it is not there (yet).
        """
        found = self._base.execute(
            f"SELECT {listed(self.columns)} FROM run WHERE condition = ? AND point = ? "
            "AND replicate = ?",
            [condition, point, replicate],
        ).fetchone()
        if found is None:
            raise ResultError(f"{self.folder}: no run {condition}, {point}, {replicate}")
        return tuple(found)

    def copy(self, sql: str, place: Path, options: str) -> None:
        """Write the answer to a question to a file, by the database itself."""
        to = str(place).replace("'", "''")
        self._base.execute(f"COPY ({sql}) TO '{to}' ({options})")

    def close(self) -> None:
        """Close the database."""
        self._base.close()

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
