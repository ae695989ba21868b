"""The catalogue: every article, course, module, event, paper and posting is an `Item`."""
