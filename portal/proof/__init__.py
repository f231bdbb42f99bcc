"""Proof for a college, a landlord or a till: letters, the pass on the phone, and a code that anybody can
check."""
