healthy = False


def fails():
    return False
