"""A rating made to calibrate stays one, wherever its rater sends it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.sharing.homes import CONSENT, Home
from app.worlds import START
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.sharing.models import RatingsOrder
from fidelity_rater.domain.calibration import Calibration, Reference
from fidelity_rater.domain.caseload import Consent, ConsentPurpose
from fidelity_rater.domain.consensus import Consensus, Original
from fidelity_rater.domain.people import Purpose, Role

TRAINING = Consent(CONSENT.purposes | {ConsentPurpose.TRAINING}, given_on=CONSENT.given_on)
AT: datetime = START


def reference_in(home: Home, session_uid: str) -> Reference:
    """A reference that others have made, as it would have come."""
    scale = home.opening._scales.default()
    originals = (Original(new_uid(), new_uid(), "XX", b"h" * 32), Original(new_uid(), new_uid(), "YY", b"h" * 32))
    consensus = Consensus(
        new_uid(), session_uid, new_uid(), scale.sha256, scale.default_form.id, "middle", (), originals,
        agreed_at=AT, signature=b"s" * 64,
    )  # fmt: skip
    reference = Reference(new_uid(), consensus.uid, session_uid, "A", consensus.author_uid, AT)
    with home.library.work() as uow:
        uow.scales.keep(scale.sha256, scale.text.encode())
        uow.commit()
    home.keep(DocumentKind.CONSENSUS, consensus.uid, session_uid, consensus.as_json())
    home.keep(DocumentKind.REFERENCE, reference.uid, session_uid, reference.as_json())
    return reference


def calibrated(home: Home) -> tuple[Reference, Any]:
    session = home.session()
    home.recording(session, consent=TRAINING)
    reference = reference_in(home, session.uid)
    choice = RatingChoice(session.uid, Purpose.FORMATIVE, Role.PEER, reference_uid=reference.uid)
    desk = home.resume(home.opening.begin(choice))
    desk.give("CORE-01", "adherence", 2)
    return reference, home.sign(desk)


def test_a_calibration_that_is_sent_calibrates_there_too(supervisor: Home, trainee: Home) -> None:
    reference, head = calibrated(supervisor)
    supervisor.rated(supervisor.session(7))
    (said,) = supervisor.documents(DocumentKind.CALIBRATION)
    trainee.take(supervisor.send(RatingsOrder((head.uid,)), trainee))
    (there,) = trainee.documents(DocumentKind.CALIBRATION)
    assert (there.uid, there.about, there.author_uid) == (said.uid, head.uid, head.person_uid)
    assert Calibration.from_json(there.body).reference_uid == reference.uid
    with trainee.library.queries() as queries:
        (row,) = queries.caseload()
        assert queries.trajectory(row.therapist.uid).sheets == ()


def test_an_ordinary_rating_that_is_sent_counts(supervisor: Home, trainee: Home) -> None:
    session = supervisor.session()
    head = supervisor.rated(session)
    trainee.take(supervisor.send(RatingsOrder((head.uid,)), trainee))
    assert trainee.documents(DocumentKind.CALIBRATION) == ()
