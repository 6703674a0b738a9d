"""Documents: what was written here and what came from others, whole, by what they are about."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.storage.stores import refusals
from fidelity_rater.storage.tables import document


class DocumentRows:
    """The documents of one unit of work. ``removed`` says whether one was taken away in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.removed = False

    def keep(self, value: Document) -> None:
        there = self.get(value.uid)
        if there is None:
            self._connection.execute(insert(document).values(uid=value.uid, **_values(value)))
        elif not there.final:
            self._connection.execute(update(document).where(document.c.uid == value.uid).values(_values(value)))
        elif not same(there, value):
            raise refusals.document_final()

    def get(self, uid: str) -> Document | None:
        row = self._connection.execute(select(document).where(document.c.uid == uid)).one_or_none()
        return None if row is None else _to_document(row)

    def about(self, about: str, kind: DocumentKind | None = None) -> tuple[Document, ...]:
        return self._all(document.c.about == about, *(() if kind is None else (document.c.kind == kind,)))

    def about_any(self, those: Collection[str], kind: DocumentKind) -> tuple[Document, ...]:
        return self._all(document.c.about.in_(list(those)), document.c.kind == kind)

    def of_kind(self, kind: DocumentKind) -> tuple[Document, ...]:
        return self._all(document.c.kind == kind)

    def remove(self, uid: str) -> None:
        if self._connection.execute(delete(document).where(document.c.uid == uid)).rowcount:
            self.removed = True

    def _all(self, *conditions: ColumnElement[bool]) -> tuple[Document, ...]:
        query = select(document).where(*conditions).order_by(document.c.created_us, document.c.id)
        return tuple(_to_document(row) for row in self._connection.execute(query))


def same(one: Document, other: Document) -> bool:
    """Whether two documents say the same, whenever and in whichever package they came."""
    told = ((found.kind, found.about, found.author_uid, as_kept(found.body)) for found in (one, other))
    return next(told) == next(told)


def as_kept(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as it reads back."""
    kept: dict[str, Any] = json.loads(json.dumps(body, ensure_ascii=False))
    return kept


def _values(value: Document) -> dict[str, Any]:
    return {
        "kind": value.kind,
        "about": value.about,
        "author": value.author_uid,
        "body": dict(value.body),
        "created_us": value.created_at,
        "changed_us": value.changed_at,
        "final": value.final,
        "package": value.package_uid,
    }


def _to_document(row: Row[Any]) -> Document:
    return Document(
        uid=row.uid,
        kind=DocumentKind(row.kind),
        about=row.about,
        author_uid=row.author,
        body=row.body,
        created_at=row.created_us,
        changed_at=row.changed_us,
        final=row.final,
        package_uid=row.package,
    )
