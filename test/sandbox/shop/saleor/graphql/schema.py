import graphene
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from saleor import __version__
from saleor.core import models


class Shop(graphene.ObjectType):
    name = graphene.String(required=True)
    schema_version = graphene.String(required=True)
    version = graphene.String(required=True)

    def resolve_name(_root, _info):
        shop = models.Shop.objects.first()
        return shop.name if shop else "Saleor e-commerce"

    def resolve_schema_version(_root, _info):
        return ".".join(__version__.split(".")[:2])

    def resolve_version(_root, _info):
        raise PermissionDenied(
            "To access this path, you need one of the following permissions: AUTHENTICATED_STAFF_USER, AUTHENTICATED_APP"
        )


class Note(graphene.ObjectType):
    id = graphene.ID(required=True)
    text = graphene.String(required=True)


class Product(graphene.ObjectType):
    name = graphene.String(required=True)
    picture = graphene.String(required=True)


class Query(graphene.ObjectType):
    shop = graphene.Field(Shop, required=True)
    notes = graphene.List(graphene.NonNull(Note), required=True)
    products = graphene.List(graphene.NonNull(Product), required=True)

    def resolve_shop(_root, _info):
        return Shop()

    def resolve_notes(_root, _info):
        return models.Note.objects.order_by("id")

    def resolve_products(_root, _info):
        # What `populatedb` writes: a table of their own would be another schema for every test of backups.
        names = [note.text.split()[-1] for note in models.Note.objects.filter(text__startswith="product ")]
        return [Product(name=name, picture=default_storage.url(f"products/{name}.png")) for name in names]


class AddNote(graphene.Mutation):
    class Arguments:
        text = graphene.String(required=True)

    note = graphene.Field(Note)

    def mutate(_root, _info, text):
        return AddNote(note=models.Note.objects.create(text=text))


class TokenCreate(graphene.Mutation):
    """The first use of SECRET_KEY: without one the shop boots, and fails here. A password must be the user's."""

    class Arguments:
        email = graphene.String(required=True)
        password = graphene.String()

    token = graphene.String()

    def mutate(_root, _info, email, password=None):
        if password is not None:
            user = User.objects.filter(email=email).first()
            if user is None or not user.check_password(password):
                return TokenCreate(token=None)
        return TokenCreate(token=signing.dumps(email))


class Mutation(graphene.ObjectType):
    add_note = AddNote.Field()
    token_create = TokenCreate.Field()


schema = graphene.Schema(query=Query, mutation=Mutation)
