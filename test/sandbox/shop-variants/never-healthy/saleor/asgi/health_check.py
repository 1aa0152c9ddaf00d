"""Never becomes ready: what a release with a dead dependency looks like."""
import logging

logger = logging.getLogger(__name__)


def health_check(application, health_url):
    async def health_check_wrapper(scope, receive, send):
        if scope.get("type") != "http" or scope.get("path") != health_url:
            await application(scope, receive, send)
            return
        logger.error("warehouse index is missing: refusing traffic")
        headers = [(b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return health_check_wrapper
