#!/bin/sh
exec uvicorn saleor.asgi:application --host 0.0.0.0 --port 8000
