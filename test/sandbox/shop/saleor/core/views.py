"""What the tests look through: which release answers, what the workers did, who keeps the schedule."""
import asyncio
import os
import socket

from django.db.models import Count, Max, Min
from django.http import HttpResponse, JsonResponse

from saleor import __version__

from .models import TaskRun, Tick
from .tasks import record


async def slow(request):
    """A request that is still in flight when a deploy stops the container."""
    await asyncio.sleep(float(request.GET.get("seconds", 1)))
    return HttpResponse(f"done {__version__}\n", content_type="text/plain")


def whoami(request):
    """Which release answers; with ?key=TEST_… what the environment says there, and nothing else of it."""
    key = request.GET.get("key", "")
    return JsonResponse(
        {
            "version": __version__,
            "commit": os.environ.get("SHOP_COMMIT", "unknown"),
            "hostname": socket.gethostname(),
            "value": os.environ.get(key) if key.startswith("TEST_") else None,
        }
    )


def tasks(request):
    """POST ?id=…&seconds=… hands one task to a worker, &count=n hands out n (id-0 …); GET tells how often each ran."""
    if request.method == "POST":
        key, seconds = request.GET["id"], float(request.GET.get("seconds", 0))
        count = int(request.GET.get("count", 0))
        for one in [f"{key}-{number}" for number in range(count)] or [key]:
            record.delay(one, seconds)
        return JsonResponse({"accepted": count or 1}, status=202)
    runs = TaskRun.objects.filter(key__startswith=request.GET.get("id", ""))
    counts = {row["key"]: row["n"] for row in runs.values("key").annotate(n=Count("id"))}
    return JsonResponse({"total": sum(counts.values()), "distinct": len(counts), "runs": counts})


def ticks(request):
    """Who sent ticks since ?since=<unix time>, and from when to when: overlapping spans are two schedulers."""
    rows = Tick.objects.filter(sent_at__gte=float(request.GET.get("since", 0)))
    spans = rows.values("scheduler").annotate(count=Count("id"), first=Min("sent_at"), last=Max("sent_at"))
    return JsonResponse({"schedulers": list(spans.order_by("first"))})
