"""Session: the one door to a live run.

A session stands at a round of a branch of a tree of futures. ``advance`` goes on by one round:
along what is recorded where there is something, else by playing it. Nothing is ever deleted:
whoever goes back and then does something else opens a new branch, which shares its past and its
luck with the old one, so that the difference between the two is what was done and nothing else.

A session is used by one thread at a time; which thread may change. Reading ``history`` while
another thread advances is safe. After anything that changes the branch (``apply`` in the past,
``undo``, ``redo``, ``fork``, ``switch``) ``history`` is another object: ask for it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from hldsim.engine.advance import finished
from hldsim.engine.explain import Explanation
from hldsim.engine.explain import explain as explain_round
from hldsim.engine.flip import Flips
from hldsim.engine.flip import flips as flips_of
from hldsim.engine.interventions.base import Intervention
from hldsim.engine.setup import Setup
from hldsim.errors import InterventionError
from hldsim.record.carry import Carried, carry
from hldsim.record.history import Snapshot
from hldsim.record.keeper import Keeper
from hldsim.record.reload import scenario_of, tree_of
from hldsim.record.replay import ReplayReport, replay
from hldsim.record.rounds import Base, Table, check_act, decide, lay, record_round
from hldsim.record.rows import ActRow, Branch, Head
from hldsim.record.run import RunRecord, record_of
from hldsim.record.runfile import RunFile
from hldsim.record.seats import Seated
from hldsim.record.standing import Receipt
from hldsim.record.tree import ROOT, Tree
from hldsim.scenario.compared import Difference
from hldsim.scenario.schema import Scenario

if TYPE_CHECKING:
    from hldsim.model.negotiation import Negotiation

__all__ = ["Intervention", "Receipt", "ReplayReport", "Session", "replay"]


class Session(Seated):
    """A live run; use ``Session.open`` or ``Session.open_file``.

    Looking at the tree and moving in it (``history``, ``k``, ``branch``, ``rewind``, ``fork``,
    ``switch``, ``undo``, ``redo``, ``note``) is in ``hldsim.record.standing.Standing``; who sits at
    the table and can do what (``seating``, ``turn``, ``advice``) in ``hldsim.record.seats.Seated``.
    """

    def __init__(self, base: Base, head: Head, tree: Tree, keeper: Keeper, branch: int) -> None:
        super().__init__(base, tree, keeper, branch)
        self._head = head
        self._model: Negotiation | None = None

    # ------------------------------------------------------------------ opening

    @classmethod
    def open(
        cls, scenario: Scenario, seed: int, path: Path | None = None, *, conditioned: bool = True
    ) -> Session:
        """Start a run; with a path, every act and round is kept there from now on.

        Parameters
        ----------
        conditioned : bool
            Whether known positions are imposed at the start.

        Raises
        ------
        StorageError
            If the file exists, or the place cannot be written.
        """
        base = Base.of(scenario, seed, conditioned)
        head = base.head()
        tree = Tree()
        tree.add_new(ROOT)
        file = None if path is None else RunFile.create(path, head)
        try:
            keeper = Keeper(file)
            tree.add_round(ROOT.id, base.snapshot())
            keeper.add_round(ROOT.id, base.snapshot())
            return cls(base, head, tree, keeper, ROOT.id)
        except BaseException:
            if file is not None:
                file.discard()
            raise

    @classmethod
    def open_file(cls, path: Path, read_only: bool = False) -> Session:
        """Go on with a recorded run, at its newest round.

        Raises
        ------
        RunFileError
            If the file cannot be used; one line that says what to do.
        """
        file = RunFile.open(path, read_only=read_only)
        try:
            head = file.head()
            base = Base.of(scenario_of(file, head), head.seed, head.conditioned)
            tree = tree_of(file, base)
            keeper = Keeper(file)
            if not tree.own_rounds(ROOT.id):  # killed before anything but its start was written
                tree.add_round(ROOT.id, base.snapshot())
                if not keeper.read_only:
                    keeper.add_round(ROOT.id, base.snapshot())
            return cls(base, head, tree, keeper, file.current())
        except BaseException:
            file.close()
            raise

    def close(self, *, discard: bool = False) -> None:
        """Finish; the run file is one tidy file afterwards. Closing again does nothing.

        Parameters
        ----------
        discard : bool
            Give up rounds that could not be written instead of raising.

        Raises
        ------
        StorageError
            If rounds wait that cannot be written; the session stays open, see ``move_to``.
        """
        self._keeper.close(discard=discard)
        model, self._model = self._model, None
        if model is not None:
            model.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close(discard=kind is not None)

    # ------------------------------------------------------------------ looking

    @property
    def scenario(self) -> Scenario:
        """The scenario, as it was at the start."""
        return self._base.scenario

    @property
    def seed(self) -> int:
        """Seed of all chance in this run."""
        return self._base.seed

    @property
    def setup(self) -> Setup:
        """Parameters in force at the round we stand at."""
        return self._line.setups[self.k]

    @property
    def path(self) -> Path | None:
        """The run file, or None for a run in memory."""
        return None if self._keeper.file is None else self._keeper.file.path

    @property
    def note_on_opening(self) -> str:
        """What a person should know about how the file was opened; empty if nothing."""
        return "" if self._keeper.file is None else self._keeper.file.note

    @property
    def version(self) -> str:
        """The hldsim that began this run."""
        return self._head.version

    @property
    def finished(self) -> bool:
        """Whether we stand at the end of the agenda."""
        at_tip = self.k == self.history.last
        return at_tip and finished(self.setup, self.history[self.k].state)

    def record(self) -> RunRecord:
        """Return this branch as a record, for tables, reports and exports."""
        return record_of(self._base, self._line, self.interventions())

    def explain(self, party: int | str, k: int) -> Explanation:
        """Say why a party moved or stayed in round ``k`` (1 to the newest).

        Raises
        ------
        InterventionError
            If there is no such round or party.
        """
        index, table = self._before(party, k)
        return explain_round(table.setup, table.state, index)

    def flips(self, party: int | str, k: int) -> Flips:
        """Say what would have made a party choose otherwise in round ``k`` (1 to the newest).

        Raises
        ------
        InterventionError
            If there is no such round or party.
        """
        index, table = self._before(party, k)
        return flips_of(table.setup, table.state, index, table.acts)

    # ------------------------------------------------------------------ going on

    def advance(self) -> Snapshot | None:
        """Go on by one round; None at the end of the agenda.

        Raises
        ------
        StorageError
            If the round could not be written. It is in ``history`` all the same and waits to be
            written; ``paused_by`` says why. Advancing again tries again, and goes no further
            until it succeeds.
        """
        if self.k < self.history.last:
            self.k += 1
            return self.history[self.k]
        self._keeper.flush()
        if self.finished:
            return None
        self._must_write()
        snapshot = self._play(self._next())
        self._keeper.add_round(self.branch, snapshot)
        return snapshot

    def apply(self, intervention: Intervention) -> Receipt:
        """Do something; it is on the disk when this returns, and in force from the next round.

        Where a later round exists on this branch, a new branch is opened.

        Raises
        ------
        InterventionError, PathError
            If it is not possible here and now; nothing has changed then.
        StorageError
            If it could not be written; nothing has changed then.
        """
        self._must_write()
        if self.finished:
            raise InterventionError("the run is over; go back to an earlier round to change it")
        back = self.k < self.history.last
        due = [] if back else self._line.due(self.k + 1)
        row = self._row(intervention, back)
        table = lay(self.setup, self.history[self.k].state, ()) if back else self._next()
        table = decide(table, row)
        check_act(table, row)
        if back:
            self._open_branch(Branch(row.branch, self.branch, self.k, ""), [row])
        else:
            self._keeper.add_act(row)
            self._tree.add_act(row)
        self._line.hold(self.k, len(due) + 1, table)
        self._undone.clear()
        return Receipt.of(row)

    def carries(
        self, changes: Iterable[Difference], document: Mapping[str, Any], k: int | None = None
    ) -> Carried:
        """Say which changes of the scenario this run can take over from the next round.

        Parameters
        ----------
        changes : iterable of Difference
            What differs between the scenario of the run and the changed one.
        document : Mapping
            The changed scenario's document.
        k : int, optional
            After which round; by default where we stand.
        """
        k = self.k if k is None else min(k, self.history.last)
        back = k < self.history.last
        line = self._line
        table = lay(line.setups[k], self.history[k].state, ()) if back else line.table_after(k)
        return carry(table.setup, table.state, changes, document)

    # ------------------------------------------------------------------ keeping

    def save_copy(self, path: Path) -> None:
        """Write the whole tree to another file, replacing what is there; the run goes on here.

        Raises
        ------
        StorageError
            If the place cannot be written; what was there is untouched.
        """
        self._keeper.save_copy(path, self._head, self._tree, self.branch)

    def move_to(self, path: Path) -> None:
        """Go on in another file with everything, rounds that could not be written included.

        Raises
        ------
        StorageError
            If the file exists or cannot be written; nothing has changed then.
        """
        self._keeper.move_to(path, self._head, self._tree, self.branch)

    # ------------------------------------------------------------------ inside

    def _before(self, party: int | str, k: int) -> tuple[int, Table]:
        """Index of a party, and the table just before round ``k``."""
        if not 1 <= k <= self.history.last:
            raise InterventionError(f"round {k} cannot be explained: 1 to {self.history.last} can")
        index = self.scenario.party_index.get(party) if isinstance(party, str) else party
        if index is None or not 0 <= index < len(self.scenario.parties):
            raise InterventionError(f"no party {party!r} in {self.scenario.name}")
        return index, self._line.table_after(k - 1)

    def _next(self) -> Table:
        return self._line.table_after(self.k)

    def _row(self, intervention: Intervention, back: bool) -> ActRow:
        """An intervention as a row of this branch, or of the one that it opens."""
        return ActRow(
            branch=self._tree.next_id() if back else self.branch,
            seq=0 if back else self._tree.next_seq(self.branch),
            k=self.k + 1,
            kind=intervention.kind,
            body=dict(intervention.body),
            author=intervention.author,
        )

    def _play(self, table: Table) -> Snapshot:
        """Play the next round through Mesa and add it to the tree."""
        model = self._seated(table)
        model.play(table.acts)
        snapshot = record_round(
            self.scenario,
            self.fingerprint,
            model.state,
            (*table.events, *model.events),
            self._line.due(self.k + 1),
        )
        self._line.append(snapshot, table.setup)
        self.k = snapshot.k
        return snapshot

    def _seated(self, table: Table) -> Negotiation:
        """The delegations, at the table as it is now."""
        from hldsim.model.negotiation import Negotiation

        if self._model is None:
            self._model = Negotiation.resume(table.setup, table.state)
        self._model.setup, self._model.state = table.setup, table.state
        return self._model
