import graphene
from django.core import signing
from django.core.exceptions import PermissionDenied

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


class Query(graphene.ObjectType):
    shop = graphene.Field(Shop, required=True)
    notes = graphene.List(graphene.NonNull(Note), required=True)

    def resolve_shop(_root, _info):
        return Shop()

    def resolve_notes(_root, _info):
        return models.Note.objects.order_by("id")


class AddNote(graphene.Mutation):
    class Arguments:
        text = graphene.String(required=True)

    note = graphene.Field(Note)

    def mutate(_root, _info, text):
        return AddNote(note=models.Note.objects.create(text=text))


class TokenCreate(graphene.Mutation):
    """The first use of SECRET_KEY: without one the shop boots, and fails here."""

    class Arguments:
        email = graphene.String(required=True)

    token = graphene.String()

    def mutate(_root, _info, email):
        return TokenCreate(token=signing.dumps(email))


class Mutation(graphene.ObjectType):
    add_note = AddNote.Field()
    token_create = TokenCreate.Field()


schema = graphene.Schema(query=Query, mutation=Mutation)
