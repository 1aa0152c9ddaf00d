"""One schedule more than the version before has."""
promotions = "when one begins or ends"
searches = "when something is to be indexed"
tasks = {"handle-promotions": "promotions", "index-products": "searches"}
