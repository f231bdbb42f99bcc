"""Every page that opens for somebody: to be read before and after something they must not learn."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from portal.core.access import Records, Role, door_of
from portal.house import Person
from tests.client import Client

WHERE_SIGNED_IN = "/my-app/places"  # says of each time that a test looks
Pages = Mapping[str, tuple[str, list[str]]]


def every_page(
    client: Client, person: Person, role: Role, about: Collection[Person], only: Pages | None = None
) -> Pages:
    """By its address, the words on it and where it leads; of a file, what is in it. about: of whose
    records. only: those addresses."""
    client.sign_in(person)
    found = {}
    for rule in client.application.url_map.iter_rules():
        door = door_of(client.application, rule.endpoint)
        if "GET" not in (rule.methods or ()) or door is None or door.records is Records.NONE:
            continue
        if role not in door.audience or not set(rule.arguments) <= {"ref"}:
            continue
        for address in dict.fromkeys(rule.rule.replace("<ref>", one.ref) for one in about):
            if address == WHERE_SIGNED_IN or (only is not None and address not in only):
                continue
            answer = client.get(address)
            if answer.status_code == 200:
                text = answer.get_data().decode("utf-8", "replace")
                leads = sorted(set(re.findall(r'href="([^"]*)"', text)))
                found[address] = (re.sub(r"<[^>]*>", "", text), leads)
    return found
