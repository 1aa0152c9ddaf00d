import json
import logging

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from .schema import schema

logger = logging.getLogger(__name__)

PLAYGROUND = """<!DOCTYPE html>
<html><head><title>Saleor GraphQL Playground</title></head>
<body><div id="root">GraphQL Playground</div></body></html>
"""


@method_decorator(csrf_exempt, name="dispatch")
class GraphQLView(View):
    def get(self, _request):
        if settings.PLAYGROUND_ENABLED:
            return HttpResponse(PLAYGROUND)
        return HttpResponseNotAllowed(["OPTIONS", "POST"])

    def post(self, request):
        try:
            body = json.loads(request.body)
            query = body["query"]
        except (ValueError, KeyError, TypeError):
            return answer({"errors": [{"message": "Must provide a query string."}]}, 400)
        result = schema.execute(query, variables=body.get("variables") or {}, context=request)
        content = {"data": result.data} if not result.invalid else {}
        if result.errors:
            content["errors"] = [describe(error) for error in result.errors]
        # As in Saleor: a query that cannot run is 400, one that failed while it ran is 200 with errors.
        return answer(content, 400 if result.invalid else 200)


def answer(content, status):
    return JsonResponse({**content, "extensions": {"cost": {"requestedQueryCost": 0}}}, status=status)


def describe(error):
    original = getattr(error, "original_error", error)
    logger.warning("A query failed: %s", original)
    path = getattr(error, "path", None)
    code = type(original).__name__
    return {"message": str(error), "path": path, "extensions": {"exception": {"code": code}}}
