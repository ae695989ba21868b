"""Reads a JATS article (1.0 to 1.3, all three tag sets, and NLM before it).

``document.read`` gives values and accessible HTML. One file here for each concern: ``tree`` and
``entities`` read XML within bounds, ``markup`` makes HTML that is safe by construction, ``front``
and what it calls read what stands before the text, the others render one kind of element each.
What is not understood is shown as its text and told in the report with its line.
"""
