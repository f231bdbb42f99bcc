"""Polls and surveys whose results go back to those who answered; "you said, we did" for
everybody; the council's promise point by point."""
