from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreAppConfig(AppConfig):
    name = "saleor.core"

    def ready(self):
        # tasks.py needs the Celery app for its connection settings.
        from saleor import celeryconf  # noqa: F401
        from saleor.core import jwt_manager

        jwt_manager.validate_configuration()
        post_migrate.connect(start_data_migrations, sender=self)


def start_data_migrations(**_kwargs):
    """As many of Saleor's migrations do: hand the slow part to a worker. So `migrate` needs the broker, too."""
    from saleor.core.tasks import migrate_data

    migrate_data.delay()
