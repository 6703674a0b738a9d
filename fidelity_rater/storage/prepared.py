"""Core statements compiled once, at import, for the click path: what is left per click is binding and running."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import Select


class Prepared:
    """A statement's SQL and how its parameters are bound. Results come as SQLite gives them, without column types."""

    def __init__(self, statement: Select[Any] | UpdateBase, columns: Sequence[str] | None = None) -> None:
        dialect = SQLiteDialect_pysqlite(paramstyle="qmark")
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self._sql = str(compiled)
        names: Sequence[str] = compiled.positiontup or ()
        fixed = compiled.params
        types = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
        self._parts = [(name, types[name], fixed[name]) for name in names]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Execute with these parameters."""
        return connection.exec_driver_sql(self._sql, self._bound(values))

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute once for every row of parameters."""
        if rows:
            connection.exec_driver_sql(self._sql, [self._bound(row) for row in rows])

    def _bound(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(
            bind(values.get(name, fixed)) if bind else values.get(name, fixed) for name, bind, fixed in self._parts
        )
