"""Reading the tables of `seeds/`: every cell and every rule is checked, and all problems are told at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from graphmodel.domain.tables.cells import Row
from graphmodel.domain.tables.checks import complaints
from graphmodel.domain.tables.code_checks import complaints_of_codes
from graphmodel.domain.tables.code_rows import CodeListRow, StateSystemRow, SuccessionRow
from graphmodel.domain.tables.evidence_rows import ConflictRow, SourceRelationRow
from graphmodel.domain.tables.observed_rows import IndicatorRow, MeasurementRow, SanctionRow
from graphmodel.domain.tables.rows import (
    ROWS,
    MeetingRow,
    MembershipRow,
    OfficeRow,
    OrganizationRow,
    PactEventRow,
    PactObligationRow,
    PactPartyRow,
    PactRow,
    PactSignatoryRow,
    PersonRow,
    SourceRow,
    StateRow,
    StatusSchemeRow,
    WithdrawalRow,
)
from graphmodel.domain.tables.sheets import Sheet
from graphmodel.domain.tables.text_rows import ClaimLinkRow, ClaimRow, ReferenceRow, ThingRow
from graphmodel.errors import DataError, DataProblem

R = TypeVar("R", bound=Row)

_SHOWN = 20


@dataclass(frozen=True)
class Tables:
    """The rows of all tables, in the order of their files; what `read_tables` returns has passed every check."""

    sources: tuple[SourceRow, ...]
    source_relations: tuple[SourceRelationRow, ...]
    states: tuple[StateRow, ...]
    code_lists: tuple[CodeListRow, ...]
    state_systems: tuple[StateSystemRow, ...]
    organizations: tuple[OrganizationRow, ...]
    successions: tuple[SuccessionRow, ...]
    people: tuple[PersonRow, ...]
    offices: tuple[OfficeRow, ...]
    status_schemes: tuple[StatusSchemeRow, ...]
    memberships: tuple[MembershipRow, ...]
    withdrawals: tuple[WithdrawalRow, ...]
    pacts: tuple[PactRow, ...]
    pact_parties: tuple[PactPartyRow, ...]
    pact_obligations: tuple[PactObligationRow, ...]
    pact_events: tuple[PactEventRow, ...]
    pact_signatories: tuple[PactSignatoryRow, ...]
    meetings: tuple[MeetingRow, ...]
    sanctions: tuple[SanctionRow, ...]
    indicators: tuple[IndicatorRow, ...]
    measurements: tuple[MeasurementRow, ...]
    conflicts: tuple[ConflictRow, ...]
    things: tuple[ThingRow, ...]
    claims: tuple[ClaimRow, ...]
    claim_links: tuple[ClaimLinkRow, ...]
    references: tuple[ReferenceRow, ...]


def read_tables(folder: Path | str) -> Tables:
    """Read and check the tables in ``folder``, one ``<table>.csv`` each, encoded as UTF-8.

    Args:
        folder: where the files are, such as `seeds/`.

    Returns:
        All rows, typed.

    Raises:
        DataError: when anything is wrong: a missing file, another encoding, a missing or unknown column, a cell of the
            wrong type or outside its vocabulary, a key used twice, a key that is in no table, dates in the wrong order,
            overlapping spells. ``problems`` has all of them, each with file, line, column and reason.

    >>> from pathlib import Path
    >>> try:
    ...     read_tables(Path("no-such-folder"))
    ... except DataError as error:
    ...     print(error)
    no-such-folder: there is no such folder of tables
    """
    folder = Path(folder)
    if not folder.is_dir():
        problem = DataProblem(str(folder), None, None, "there is no such folder of tables")
        raise DataError(str(problem), problems=[problem])
    files = {row.TABLE: _File(folder / f"{row.TABLE}.csv", row) for row in ROWS}
    for file in files.values():
        file.read()
    sheets = {table: file.sheet for table, file in files.items()}
    for table, line, column, reason in chain(complaints(sheets), complaints_of_codes(sheets)):
        files[table].problem(line, column, reason)
    problems = [problem for file in files.values() for problem in sorted(file.problems, key=lambda p: p.line or 0)]
    if problems:
        raise DataError(_message(folder, problems), problems=problems)

    def rows(row: type[R]) -> tuple[R, ...]:
        return sheets[row.TABLE].of(row)

    return Tables(
        sources=rows(SourceRow),
        source_relations=rows(SourceRelationRow),
        states=rows(StateRow),
        code_lists=rows(CodeListRow),
        state_systems=rows(StateSystemRow),
        organizations=rows(OrganizationRow),
        successions=rows(SuccessionRow),
        people=rows(PersonRow),
        offices=rows(OfficeRow),
        status_schemes=rows(StatusSchemeRow),
        memberships=rows(MembershipRow),
        withdrawals=rows(WithdrawalRow),
        pacts=rows(PactRow),
        pact_parties=rows(PactPartyRow),
        pact_obligations=rows(PactObligationRow),
        pact_events=rows(PactEventRow),
        pact_signatories=rows(PactSignatoryRow),
        meetings=rows(MeetingRow),
        sanctions=rows(SanctionRow),
        indicators=rows(IndicatorRow),
        measurements=rows(MeasurementRow),
        conflicts=rows(ConflictRow),
        things=rows(ThingRow),
        claims=rows(ClaimRow),
        claim_links=rows(ClaimLinkRow),
        references=rows(ReferenceRow),
    )


def _message(folder: Path, problems: list[DataProblem]) -> str:
    many = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines = [f"{many} in the tables of {folder}:", *(f"  {problem}" for problem in problems[:_SHOWN])]
    if len(problems) > _SHOWN:
        lines.append(f"  ... and {len(problems) - _SHOWN} more")
    return "\n".join(lines)


@dataclass
class _File:
    """One file on its way to a sheet: bytes, text, records, rows."""

    path: Path
    row: type[Row]
    sheet: Sheet = field(default_factory=Sheet)
    problems: list[DataProblem] = field(default_factory=list[DataProblem])

    def problem(self, line: int | None, column: str | None, reason: str) -> None:
        self.problems.append(DataProblem(str(self.path), line, column, reason))

    def read(self) -> None:
        try:
            content = self.path.read_bytes()
        except OSError as error:
            self.sheet.readable = False
            self.problem(None, None, f"cannot be read: {error.strerror}")
            return
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            self.sheet.readable = False
            line = content.count(b"\n", 0, error.start) + 1
            self.problem(line, None, f"is not UTF-8 (byte {content[error.start]:#04x}): save the file as UTF-8")
            return
        if text.startswith("\ufeff"):
            self.problem(1, None, "begins with a byte order mark: save the file as UTF-8 without it")
            text = text[1:]
        records = self._records(text)
        header = next(records, (1, list[str]()))[1]
        if not self._header_is_right(header):
            self.sheet.readable = False
            return
        for line, cells in records:
            self._take(line, header, cells)

    def _records(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Each record with the line it begins on: a quoted cell may hold line breaks."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                self.sheet.readable = False
                self.problem(line, None, f"is not CSV: {error}")
                return
            if cells is None:
                return
            yield line, cells

    def _header_is_right(self, header: list[str]) -> bool:
        columns = list(self.row.model_fields)
        missing = [column for column in columns if column not in header]
        unknown = [column for column in header if column not in columns]
        twice = sorted({column for column in header if header.count(column) > 1})
        for column in missing:
            self.problem(1, column, "the column is missing")
        for column in unknown:
            self.problem(1, column, f"the column is unknown; {self.row.TABLE} has {', '.join(columns)}")
        for column in twice:
            self.problem(1, column, "the column stands there twice")
        return not (missing or unknown or twice)

    def _take(self, line: int, header: list[str], cells: list[str]) -> None:
        if len(cells) != len(header):
            self.sheet.readable = False
            self.problem(line, None, f"has {len(cells)} cells, the header has {len(header)}")
            return
        record = dict(zip(header, cells, strict=True))
        key = record["key"]
        if key and key in self.sheet.keys:
            self.problem(line, "key", f"{key!r} is the key of line {self.sheet.keys[key]} too")
        else:
            self.sheet.keys[key] = line
        try:
            self.sheet.rows.append((line, self.row.model_validate_strings({k: v for k, v in record.items() if v})))
        except ValidationError as invalid:
            self._refuse(line, invalid)

    def _refuse(self, line: int, invalid: ValidationError) -> None:
        reasons: dict[str | None, list[str]] = {}  # a column that may hold one of two vocabularies complains twice
        for error in invalid.errors(include_url=False):
            column = str(error["loc"][0]) if error["loc"] else None
            empty = error["type"] == "missing"
            reason = "is empty, and must not be" if empty else f"{_cell(error['input'])!r}: {_reason(error['msg'])}"
            reasons.setdefault(column, []).append(reason)
        for column, texts in reasons.items():
            self.problem(line, column, "; or: ".join(texts))


def _cell(value: object) -> object:
    """A cell as it may stand in a message: cut where it is long."""
    return value if not isinstance(value, str) or len(value) <= 80 else value[:77] + "..."


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ")
