healthy = True


def fails():
    return False
