"""The one calendar that every clock of the house asks: hours of a council, days it is closed, bank
holidays, and who is away.
"""
