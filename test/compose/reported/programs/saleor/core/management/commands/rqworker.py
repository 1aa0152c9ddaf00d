import signal

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Waits for work that never comes, until SIGTERM, as a worker of RQ does."""

    def handle(self, *args, **options):
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        self.stdout.write("rqworker listens")
        signal.sigwait([signal.SIGTERM])
