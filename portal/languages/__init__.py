"""Languages: choosing the language of the app, from any page, in two taps, signed in or not.

The choice is kept on this phone (a cookie that holds nothing but a language tag), so that the
sign-in page and Help speak it too, and in the account of whoever is signed in.
"""
