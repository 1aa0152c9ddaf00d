import { type Context, notFound, type Routes } from '../route.ts'
import { environmentShape } from '../shapes/environment.ts'
import { nodeId } from '../shapes/links.ts'
import type { Environment } from '../state/environment.ts'

const find = ({ repository, params }: Context): Environment => {
  const environment = repository.environments.get(params['environment_name'] as string)
  if (!environment) throw notFound()
  return environment
}

/** Environments and who guards them. */
export const environmentRoutes: Routes = {
  'repos/get-environment': {
    need: 'actions:read',
    handle: (context) => ({
      status: 200,
      body: environmentShape(find(context), context.repository, context.state, context.links),
    }),
  },
  'repos/get-all-deployment-protection-rules': {
    need: 'actions:read',
    handle(context) {
      const { customRules, id } = find(context)
      const rules = customRules.map((slug, index) => ({
        id: id * 10 + index,
        node_id: nodeId('Rule', id * 10 + index),
        enabled: true,
        app: {
          id: index + 1,
          node_id: nodeId('App', slug),
          slug,
          integration_url: `${context.links.api}/apps/${slug}`,
        },
      }))
      return { status: 200, body: { total_count: rules.length, custom_deployment_protection_rules: rules } }
    },
  },
}
