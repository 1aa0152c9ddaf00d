import { basename } from 'node:path'
import { type Context, invalid, notFound, type Routes } from '../route.ts'

interface Dispatch {
  ref: string
  inputs?: Record<string, unknown>
  return_run_details?: boolean
}

/** Starting a workflow by hand. */
export const dispatchRoutes: Routes = {
  'actions/create-workflow-dispatch': {
    need: 'actions:write',
    handle({ repository, viewer, links, params, body }: Context<Dispatch>) {
      const desired = params['workflow_id'] as string
      const workflow = repository.workflows.find(
        ({ id, path }) => String(id) === desired || basename(path) === desired,
      )
      if (!workflow) throw notFound()
      const branch = body.ref.replace(/^refs\/(heads|tags)\//, '')
      const isThere = ['heads', 'tags'].some((kind) => repository.refs.has(`refs/${kind}/${branch}`))
      if (!isThere) throw invalid(`No ref found for: ${body.ref}`)
      const inputs = body.inputs ?? {}
      const { inputs: known } = workflow
      const unexpected = Object.keys(inputs).filter((name) => known !== undefined && !known.includes(name))
      if (unexpected.length > 0) throw invalid(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`)
      const run = repository.addRun(workflow, {
        event: 'workflow_dispatch',
        branch,
        actor: viewer.login,
      })
      run.status = 'queued'
      repository.dispatches.push({
        workflow: workflow.path,
        ref: body.ref,
        inputs,
        by: viewer.login,
        runId: run.id,
      })
      if (body.return_run_details !== true) return { status: 204 }
      const there = `/actions/runs/${run.id}`
      return {
        status: 200,
        body: {
          workflow_run_id: run.id,
          run_url: links.repo(repository, there),
          html_url: links.page(repository, there),
        },
      }
    },
  },
}
