"""Tokens are signed with an RSA key: every process checks at start that it has one, as in Saleor."""
import os

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def validate_configuration():
    if settings.RSA_PRIVATE_KEY:
        try:
            load(settings.RSA_PRIVATE_KEY.encode())
        except Exception as error:
            raise ImproperlyConfigured(f"Unable to load provided PEM private key. {error}") from error
    elif settings.DEBUG:
        load(_debug_key())
    else:
        raise ImproperlyConfigured("Variable RSA_PRIVATE_KEY is not provided. It is required for running in production.")


def load(pem):
    password = settings.RSA_PRIVATE_PASSWORD.encode() if settings.RSA_PRIVATE_PASSWORD else None
    return serialization.load_pem_private_key(pem, password=password)


def _debug_key():
    """Saleor's trap, kept: built with DEBUG on, the image has this key inside."""
    path = os.path.join(settings.PROJECT_ROOT, ".jwt_key.pem")
    if not os.path.exists(path):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        with open(path, "wb") as file:
            file.write(
                key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
    with open(path, "rb") as file:
        return file.read()
