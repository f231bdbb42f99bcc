"""A carer's first screen: a card for each child placed with them, gone when the placement ends."""
