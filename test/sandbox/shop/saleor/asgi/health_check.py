"""As in Saleor: answers before Django, so neither the database nor ALLOWED_HOSTS is looked at."""


def health_check(application, health_url):
    async def health_check_wrapper(scope, receive, send):
        if scope.get("type") != "http" or scope.get("path") != health_url:
            await application(scope, receive, send)
            return
        headers = [(b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return health_check_wrapper
