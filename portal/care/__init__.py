"""The facts of being in care, as the council records them: periods, homes, yearly returns.

Raw codes are kept as they came; what they mean is said in `rules`, in plain words, and a code
nobody knows is shown as "ask your worker", never guessed.
"""
