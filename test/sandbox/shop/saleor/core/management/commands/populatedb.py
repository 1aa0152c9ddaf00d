"""As Saleor's command of that name: sample products, each with a picture among the uploads."""
import base64

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand

from saleor.core.models import Note

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Command(BaseCommand):
    def handle(self, **_options):
        for name in ("apple-juice", "carrot-juice"):
            Note.objects.get_or_create(text=f"product {name}")
            if not default_storage.exists(f"products/{name}.png"):
                default_storage.save(f"products/{name}.png", ContentFile(PICTURE))
            self.stdout.write(f"Product: {name}")
