"""The public site: home, about, questions, companies, institutions.

It realises H-49 in part: these pages stand without an account and without JavaScript. It holds
nothing about anybody.
"""
