"""What an assignment that came says: read strictly, and held against the rest of its package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.sharing.contents import DOCUMENTS, Contents
from fidelity_rater.app.sharing.reading import malformed
from fidelity_rater.domain.assigning import Assignment
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale


def check_assignments(contents: Contents, scales: Mapping[str, Scale]) -> None:
    """Each is about the session that it names, on a scale and form of the package. Raises ``UserFacingError``."""
    for written in contents.documents_of(DocumentKind.ASSIGNMENT):
        asked = Assignment.from_json(written.body)
        scale = scales.get(asked.scale_sha256)
        if asked.session_uid != written.about or written.about not in {each.uid for each in contents.sessions}:
            raise malformed(DOCUMENTS, "session")
        if scale is None or asked.form not in {form.id for form in scale.forms}:
            raise malformed(DOCUMENTS, "scale")


def for_others(contents: Contents, me: Person) -> Iterator[str]:
    """A caution where somebody else is asked."""
    bodies: Iterable[Mapping[str, Any]] = (each.body for each in contents.documents_of(DocumentKind.ASSIGNMENT))
    if any(body["rater"] != me.uid for body in bodies):
        yield tr("It asks somebody else to rate; here it can only be looked at.")
