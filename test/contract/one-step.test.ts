import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '../..')

interface Manifest {
  inputs: Record<string, { description?: string; required?: boolean; default?: string }>
  outputs: Record<string, { value?: string }>
  runs: {
    using: string
    steps: { id?: string; if?: string; shell: string; run: string; env?: Record<string, string> }[]
  }
}

const manifest = (folder: string): Manifest =>
  parse(readFileSync(join(root, folder, 'action.yml'), 'utf8')) as Manifest

const { inputs, outputs, runs } = manifest('.')
const parts = runs.steps.flatMap(({ env = {}, ...step }) => {
  const name = /dist\/([\w-]+)\.js/.exec(step.run)?.[1]
  return name === undefined ? [] : [{ ...step, env, name, of: manifest(name) }]
})

/** Differs on purpose: steps that are started so can't reach GitHub's cache service; this form is for staging first of all. */
const ownDefaults = ['build-image: cache', 'rollback: environment-name']

it('The parts start in order, from the same commit, in a shell that keeps names with a dash', () => {
  expect(runs.using).toBe('composite')
  expect(parts.map(({ name }) => name)).toEqual([
    'build-image',
    'push-registry',
    'deploy-staging',
    'smoke-test',
    'rollback',
  ])
  for (const { name, shell, run } of parts) {
    expect({ shell, run }).toEqual({ shell: 'bash', run: `node "$GITHUB_ACTION_PATH/dist/${name}.js"` })
    expect(existsSync(join(root, 'dist', `${name}.js`))).toBe(true)
  }
})

it.each(parts)('The part $name gets inputs that it has, and all that it requires', ({ of, env }) => {
  const given = Object.keys(env).map((name) => name.replace('INPUT_', '').toLowerCase())
  const required = Object.keys(of.inputs).filter((name) => of.inputs[name]?.required)
  expect(given.filter((name) => !(name in of.inputs))).toEqual([])
  expect(required.filter((name) => !given.includes(name))).toEqual([])
})

it('An input has the default of the parts, and is required where one of them requires it', () => {
  const required = (input: string): boolean =>
    parts.some(({ of, env }) => of.inputs[input]?.required && `INPUT_${input.toUpperCase()}` in env)
  const differing = parts.flatMap(({ name, of, env }) =>
    Object.entries(env).flatMap(([variable, value]) => {
      const input = variable.replace('INPUT_', '').toLowerCase()
      if (value !== `\${{ inputs.${input} }}` || ownDefaults.includes(`${name}: ${input}`)) return []
      const [here, there] = [inputs[input], of.inputs[input]]
      const same =
        (here?.default ?? '') === (there?.default ?? '') && (here?.required ?? false) === required(input)
      return same ? [] : [`${name}: ${input}`]
    }),
  )
  expect(differing).toEqual([])
})

it('Every input is used, and every output comes from a part that has it', () => {
  const handedOn = parts
    .flatMap(({ env, if: condition = '' }) => [condition, ...Object.values(env)])
    .join('\n')
  expect(Object.keys(inputs).filter((name) => !handedOn.includes(`inputs.${name} `))).toEqual([])
  const values = [handedOn, ...Object.values(outputs).map(({ value }) => value ?? '')].join('\n')
  for (const [, id, output = ''] of values.matchAll(/steps\.(\w+)\.outputs\.([\w-]+)/g))
    expect(Object.keys(parts.find((part) => part.id === id)?.of.outputs ?? {})).toContain(output)
})

it('Every input has a description', () => {
  expect(Object.keys(inputs).filter((name) => (inputs[name]?.description ?? '').length < 10)).toEqual([])
})
