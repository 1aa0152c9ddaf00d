import { roleKey, serviceRoles } from '../src/compose/file-roles.ts'
import { fileServerDefaults, folderPattern } from '../src/compose/served/file-server.ts'
import { imagePattern } from '../src/model/release/image-reference.ts'

/** The schema of Compose files itself, as editors fetch it. */
export const composeSpecification =
  'https://raw.githubusercontent.com/compose-spec/compose-spec/main/schema/compose-spec.json'

/** The JSON schema of a Compose file with our key on its services, for editors. Pure. */
export function composeFileSchema(): object {
  const folder = (what: string, example: string): object => ({
    description: `${what}; false for none. Default: ${example}`,
    oneOf: [{ type: 'string', pattern: folderPattern.source }, { const: false }],
  })
  const role = {
    description: 'What the service is to a deploy. Without it, the role is found by commands and ports.',
    enum: serviceRoles,
  }
  const files = {
    description: 'On web: a file server for static files and uploads, docs/static-files.md',
    oneOf: [
      { type: ['boolean', 'null'] },
      {
        type: 'object',
        additionalProperties: false,
        properties: {
          static: folder('Folder of static files in the image', fileServerDefaults.static),
          media: folder("Folder of uploads in web's container", fileServerDefaults.media),
          image: {
            description: `Image with nginx. Default: ${fileServerDefaults.image}`,
            type: 'string',
            pattern: imagePattern.source,
          },
        },
      },
    ],
  }
  const key = {
    description: 'Settings of saleor-deploy for this service',
    oneOf: [
      role,
      { type: 'null' },
      {
        type: 'object',
        minProperties: 1,
        additionalProperties: false,
        properties: { role, files },
      },
    ],
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A Compose file that saleor-deploy deploys',
    allOf: [{ $ref: composeSpecification }],
    properties: {
      services: { additionalProperties: { type: 'object', properties: { [roleKey]: key } } },
    },
  }
}
