#!/bin/sh
exec celery -A saleor.celeryconf:app worker
