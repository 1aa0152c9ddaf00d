"""Dies while it is imported, as with a typo or a missing package; manage.py still works."""

raise ModuleNotFoundError("No module named 'saleor.payment.gateways.vanished'")
