"""Import a hotline's book (CSV or XLSX): all of its good rows at once, with a report by row."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer
from tqdm import tqdm

from db import imports
from db.errors import PortalError
from db.gateway import Gateway
from db.importing import mapping as mappings
from db.importing.findings import FileRefused
from db.importing.judging import Judged, Progress, judge, today
from db.importing.reader import Sheet, read
from db.importing.report import report as report_csv
from db.importing.sentences import refused_file
from db.sealing import seal
from db.settings import read_settings


def run(  # noqa: PLR0917  (the options of a command)
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The book: CSV in UTF-8 or GB18030, or XLSX.")],
    as_: Annotated[str | None, typer.Option("--as", help="E-mail of the supervisor who imports; the audit names them.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    leave_out: Annotated[
        bool, typer.Option("--leave-out-refused", help="Import the good rows although some are refused.")
    ] = False,
    mapping: Annotated[Path | None, typer.Option(help="JSON file: field to column head. Otherwise kept or guessed.")] = None,
    show_mapping: Annotated[bool, typer.Option("--show-mapping", help="Print the mapping as JSON and stop.")] = False,
    report: Annotated[Path | None, typer.Option(help="Where to write the report by row (CSV).")] = None,
) -> None:
    try:
        sheet = read(file.read_bytes(), file.name)
        if show_mapping:
            typer.echo((_chosen(mapping, None, sheet)).to_json(sheet.head))
            return
        with contextlib.ExitStack() as closing:
            gateway = _supervisor(as_, closing)
            _import(gateway, sheet, mapping, report, dry_run=dry_run, leave_out=leave_out)
    except FileRefused as refused:
        typer.echo(refused_file(refused.key, refused.facts, chinese=False), err=True)
        raise typer.Exit(1) from None
    except PortalError as error:
        typer.echo(f"{error.hint or error.key} {error.facts or ''}".strip(), err=True)
        raise typer.Exit(1) from None


def _import(
    gateway: Gateway,
    sheet: Sheet,
    chosen: Path | None,
    report: Path | None,
    *,
    dry_run: bool,
    leave_out: bool,
) -> None:
    desk = imports.import_desk(gateway, sheet.head)
    mapping = _chosen(chosen, desk.mapping, sheet)
    with _bar("reading", len(sheet.lines)) as progress:
        judged = judge(sheet, mapping, desk.codes, today(), progress)
    _say_judged(sheet, judged)
    number = uuid4()
    with _bar("sending", judged.ready) as progress:
        imports.stage(gateway, number, sheet, mapping, judged, seal=seal, progress=progress)
    done = False
    try:
        came = imports.finish(
            gateway,
            number,
            judged,
            dry_run=dry_run or (judged.refused > 0 and not leave_out),
            leave_out=leave_out,
        )
        done = came.state == "done"
        findings = imports.import_report(gateway, number).findings
    finally:
        if not done:
            imports.drop(gateway, number)
    if report:
        report.write_bytes(report_csv(findings))
    verb = "imported" if done else "would be imported"
    typer.echo(
        f"{came.cases} cases and {came.contacts} contacts {verb}; {came.there + came.different} already there, "
        f"{came.repeated} repeated, {came.refused} refused; {came.mended} mended; {came.workplaces} new workplaces; "
        f"{came.phones} statements hold a phone number."
    )
    if came.different:
        typer.echo(f"{came.different} of those already there are told differently in this file; nothing was changed.")
    if report:
        typer.echo(f"Report by row: {report}")
    if not done and not dry_run:
        typer.echo(
            "Nothing was imported: some rows are refused. Mend them, or repeat with --leave-out-refused.",
            err=True,
        )
        raise typer.Exit(2)


def _chosen(chosen: Path | None, kept: str | None, sheet: Sheet) -> mappings.Mapping:
    if chosen:
        mapping = mappings.from_json(chosen.read_text(encoding="utf-8"), sheet.head)
    elif kept:
        mapping = mappings.from_json(kept, sheet.head)
    else:
        mapping = mappings.guess(sheet.head)
    if mapping.missing():
        raise FileRefused("columns_missing", columns=", ".join(field.value for field in mapping.missing()))
    return mapping


def _say_judged(sheet: Sheet, judged: Judged) -> None:
    typer.echo(f"{sheet.name}: {judged.total} rows, read as {sheet.encoding}.")
    if judged.dates.day_first:
        typer.echo(f"Dates with the year last: {judged.dates.proven} of them prove the order of day and month.")
    for problem, rows in sorted(judged.by_problem().items()):
        typer.echo(f"  {rows:>6}  {problem.value.replace('_', ' ')}")


@contextlib.contextmanager
def _bar(what: str, total: int) -> Iterator[Progress]:
    with tqdm(total=total, desc=what, unit=" rows", disable=None, leave=False) as bar:

        def progress(done: int, _: int) -> None:
            bar.update(done - bar.n)

        yield progress


def _supervisor(email: str | None, closing: contextlib.ExitStack) -> Gateway:
    """A gateway acting as a named supervisor, whose rights the database checks like on any screen.

    With a password asked for, except on the embedded server of this machine: whoever may read its data
    folder owns it already, and there the name alone is looked up.
    """
    from db.connect import open_backend  # noqa: PLC0415
    from db.gateway import Credentials  # noqa: PLC0415

    backend = open_backend(read_settings())
    closing.callback(backend.close)
    if backend.owner_conninfo:
        return backend.gateway(Credentials(user_id=_known_supervisor(backend.owner_conninfo, email)))
    if not email:
        raise typer.BadParameter("name the supervisor who imports: --as E-MAIL")
    tokens = backend.identity.sign_in(email, typer.prompt("Password", hide_input=True))
    return backend.gateway(
        Credentials(
            user_id=tokens.user_id,
            access_token=tokens.access_token,
            issued_at=int(tokens.issued_at.timestamp()),
        )
    )


def _known_supervisor(conninfo: str, email: str | None) -> str:
    import psycopg  # noqa: PLC0415

    with psycopg.connect(conninfo) as connection:
        found = connection.execute(
            "select p.user_id, p.email from portal.person p where p.role = 'supervisor' and p.user_id is not null"
            " and p.suspended_at is null and lower(p.email) = coalesce(lower(%s), lower(p.email))",
            [email],
        ).fetchall()
    if len(found) != 1:
        raise typer.BadParameter(
            "there is no such supervisor" if email else "name the supervisor who imports: --as E-MAIL",
            param_hint="--as",
        )
    typer.echo(f"Importing as {found[0][1]}.")
    return str(found[0][0])
