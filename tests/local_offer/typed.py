"""What an editor types to offer something, whole and without a fault."""

TYPED = {
    "title": "A bike to get to work", "purpose": "work", "needs": ["money"], "kind": "up_to",
    "number": "£250", "per": "once", "once": "y", "assessed": "y", "decides": "council",
    "ask": "adviser", "how": "adviser", "bring": ["id"], "takes": "14",
    "key": "responsible_authority", "age_from": "16", "age_until": "25",
    "who": ["in_care", "former_relevant"], "study": ["college", "apprenticeship"],
    "together": "all", "source_name_1": "Cabinet decision of May 2026",
    "source_address_1": "https://riverbank.example/bikes", "sure": "read",
    "checked_on": "1/11/2026", "valid_to": "",
}  # fmt: skip
