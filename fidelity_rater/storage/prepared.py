"""Core statements compiled once, for the click path: what is left per click is binding and running."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import Select

_Binding = tuple[str, Callable[[Any], Any] | None]
"""A parameter's name, and how its value is bound."""


class Prepared:
    """A statement that is compiled when it is first run. Results come as SQLite gives them, without column types."""

    def __init__(self, statement: Select[Any] | UpdateBase, columns: Sequence[str] | None = None) -> None:
        self._statement, self._columns = statement, columns

    def run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Execute with these parameters: every one that the statement has, and others are ignored."""
        sql, bindings = self._compiled
        return connection.exec_driver_sql(sql, _bound(bindings, values))

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute once for every row of parameters."""
        if rows:
            sql, bindings = self._compiled
            connection.exec_driver_sql(sql, [_bound(bindings, row) for row in rows])

    @cached_property
    def _compiled(self) -> tuple[str, Sequence[_Binding]]:
        dialect = SQLiteDialect_pysqlite(paramstyle="qmark")
        compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
        binds = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
        return str(compiled), [(name, binds[name]) for name in compiled.positiontup or ()]


def _bound(bindings: Sequence[_Binding], values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(bind(values[name]) if bind else values[name] for name, bind in bindings)
