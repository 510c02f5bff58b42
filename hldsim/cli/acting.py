"""``hldsim acts`` and ``hldsim run --acts``: what people did in a run, told, and done again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hldsim.cli.options import with_json
from hldsim.cli.output import emit_json, note, table
from hldsim.errors import HldsimError, InterventionError, RunFileError, StorageError

if TYPE_CHECKING:
    from hldsim.export.acts import Deed
    from hldsim.record.run import RunRecord
    from hldsim.scenario.schema import Scenario


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--to", "out", metavar="FILE", help="Write them as a table (.csv) for run --acts.")
@with_json
def acts(file: str, out: str | None, as_json: bool) -> int:
    """List what was done in a run: seats taken and left, what people did, what was changed.

    \b
    hldsim acts talks.hldrun
    hldsim acts talks.hldrun --to talks.csv
    hldsim run hld_2006 --seed 8 --acts talks.csv
    """  # noqa: D301
    from hldsim.export.acts import write_acts
    from hldsim.record.run import load_record
    from hldsim.report.done import done_words

    done = load_record(file)
    if out is not None:
        place = Path(out)
        try:
            place.write_text(write_acts(done.acts), encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{place}: cannot be written ({error.strerror})") from error
        note(f"{len(done.acts)} acts written to {place}")
    rows = [[str(act.k), act.author, done_words(act, done.scenario)] for act in done.acts]
    if as_json:
        told = [
            {"round": act.k, "kind": act.kind, "by": act.author, "body": dict(act.body)}
            for act in done.acts
        ]
        emit_json({"file": file, "fingerprint": done.fingerprint, "acts": told})
    elif rows:
        click.echo(table(["round", "by", "what was done"], rows))
    else:
        click.echo("Nobody did anything: the model played this run.")
    return 0


def play(scenario: Scenario, seed: int, source: str) -> RunRecord:
    """Play a run in which what a table or another run file tells is done in its rounds.

    Raises
    ------
    InterventionError
        If something cannot be done in its round; one line that says where it stands.
    """
    from hldsim.session import Session

    place = Path(source)
    deeds = _deeds(place)
    with Session.open(scenario, seed) as session:
        while not session.finished:
            for deed in (one for one in deeds if one.k == session.k + 1):
                try:
                    session.apply(deed.what)
                except HldsimError as error:
                    raise InterventionError(f"{_where(place, deed)}: {error}") from error
            session.advance()
        late = next((deed for deed in deeds if deed.k > session.k), None)
        if late is not None:
            where, last = _where(place, late), session.k
            raise InterventionError(f"{where}: no round {late.k}; the agenda has {last} rounds")
        return session.record()


def _deeds(place: Path) -> tuple[Deed, ...]:
    from hldsim.export.acts import deeds_of, read_acts
    from hldsim.record.run import load_record

    if place.suffix == ".hldrun":
        return deeds_of(load_record(place).acts)
    try:
        text = place.read_text(encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{place}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError:
        raise RunFileError(f"{place}: is no table; allowed: a .csv in UTF-8 or a .hldrun") from None
    return read_acts(text, str(place))


def _where(place: Path, deed: Deed) -> str:
    return f"{place} line {deed.line}" if deed.line else f"{place}, round {deed.k}"
