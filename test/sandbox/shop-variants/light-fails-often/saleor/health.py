import itertools

healthy = True
asked = itertools.count()


def fails():
    """Each second time, evenly spread over all threads."""
    return next(asked) % 2 == 0
