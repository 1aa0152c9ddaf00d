healthy = False
