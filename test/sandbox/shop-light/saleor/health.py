healthy = True
