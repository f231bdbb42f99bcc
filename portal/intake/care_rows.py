"""The yearly return: care episodes, times missing, coming alone, health and leaving returns.

A return of an earlier year leaves blank what a later one fills in, so a blank end never takes
back an end that is known. Where two years tell of the same thing, the later file speaks last.
"""

from __future__ import annotations

from portal.care.tables import (
    ArrivedAlone,
    CareEpisode,
    HealthReturn,
    LeavingReturn,
    MissingEpisode,
)
from portal.intake.changes import Values
from portal.intake.records import EpisodeRow, MissingRow, Oc2Row, Oc3Row, UascRow
from portal.intake.working import Working


def take(work: Working) -> None:
    _episodes(work)
    _missing(work)
    _alone(work)
    _health(work)
    _leaving(work)


def _episodes(work: Working) -> None:
    table = work.table(
        CareEpisode,
        "care episodes",
        lambda row: (row["person_id"], row["started"], row["reason_new"]),
    )
    ended: set[object] = set()
    for row in work.reading.of(EpisodeRow):
        person = work.child(row)
        if person is None:
            continue
        key = (person["id"], row.started, row.reason_new)
        there = table.there.get(key)
        if row.ended is None and there is not None and (there["ended"] or key in ended):
            continue  # an earlier year's row about what has ended since
        if row.ended is not None:
            ended.add(key)
        values = {
            "ended": row.ended,
            "legal_status": row.legal_status,
            "placement": row.placement,
            "provider": row.provider,
            "reason_ended": row.reason_ended,
            "reason_change": row.reason_place_change,
        }
        fresh = {"person_id": person["id"], "started": row.started, "reason_new": row.reason_new}
        table.put(key, values, row, row.child, fresh)


def _missing(work: Working) -> None:
    table = work.table(
        MissingEpisode,
        "times missing",
        lambda row: (row["person_id"], row["started"], row["kind"]),
    )
    for row in work.reading.of(MissingRow):
        person = work.child(row)
        if person is not None:
            values: Values = {} if row.ended is None else {"ended": row.ended}
            fresh = {"person_id": person["id"], "started": row.started, "kind": row.kind}
            table.put((person["id"], row.started, row.kind), values, row, row.child, fresh)


def _alone(work: Working) -> None:
    table = work.table(ArrivedAlone, "came alone", lambda row: row["person_id"])
    for row in work.reading.of(UascRow):
        person = work.child(row)
        if person is not None:
            values: Values = {} if row.ceased is None else {"ceased": row.ceased}
            table.put(person["id"], values, row, row.child, {"person_id": person["id"]})


def _health(work: Working) -> None:
    table = work.table(HealthReturn, "health returns", lambda row: row["person_id"])
    for row in work.reading.of(Oc2Row):
        person = work.child(row)
        if person is not None:
            values = {
                "sdq_score": row.sdq_score,
                "sdq_reason": row.sdq_reason,
                "health_check": row.health_check,
                "immunisations": row.immunisations,
                "teeth_check": row.teeth_check,
                "health_assessment": row.health_assessment,
            }
            table.put(person["id"], values, row, row.child, {"person_id": person["id"]})


def _leaving(work: Working) -> None:
    table = work.table(LeavingReturn, "leaving returns", lambda row: row["person_id"])
    for row in work.reading.of(Oc3Row):
        person = work.child(row)
        if person is not None:
            values = {
                "in_touch": row.in_touch,
                "activity": row.activity,
                "accommodation": row.accommodation,
            }
            table.put(person["id"], values, row, row.child, {"person_id": person["id"]})
