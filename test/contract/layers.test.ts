import { describe, expect, it } from 'vitest'
import { circles, engineWords, layers, pointingUp } from './layers.ts'
import { files, type SourceFile } from './project.ts'

const sources = await files('src/**/*.ts')
const file = (path: string, text: string): SourceFile => ({ path, text })

describe('the folders of src', () => {
  it('The folders of src import in one direction only, types included', () => {
    expect(pointingUp(sources)).toEqual([])
  })

  it('The files of src form no import circle, types included', () => {
    expect(circles(sources)).toEqual([])
  })

  it('Only the engines write words of Docker and of the guard', () => {
    expect(engineWords(sources)).toEqual([])
  })

  it('The list of layers contains exactly the folders of src', () => {
    const folders = new Set(sources.flatMap(({ path }) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []))
    expect([...folders].sort()).toEqual(layers.toSorted())
  })

  it('Each folder holds at most 16 files, except the rules of Compose, which are of one kind', () => {
    const counts = Map.groupBy(sources, ({ path }) => path.slice(0, path.lastIndexOf('/')))
    const large = [...counts].filter(([folder, { length }]) => length > 16 && folder !== 'src/compose/rules')
    expect(large.map(([folder]) => folder)).toEqual([])
  })
})

describe('the rules of layers', () => {
  it('The rules find an import of a type from a folder above', () => {
    const up = file('src/model/a.ts', "import type { B } from '../engine/b.ts'")
    expect(pointingUp([up])).toEqual(['src/model/a.ts → src/engine/b.ts'])
    expect(pointingUp([file('src/engine/b.ts', "import type { A } from '../model/a.ts'")])).toEqual([])
  })

  it('The rules find a folder that has no layer', () => {
    expect(pointingUp([file('src/drawer/a.ts', "import { b } from '../model/b.ts'")])).toHaveLength(1)
  })

  it('The rules find a command line of Docker and a verb of the guard', () => {
    const text = `['docker', 'ps']; ['retire', name]; const script = 'docker logs "$1"'; 'On the host: docker ps'`
    expect(engineWords([file('src/smoke/a.ts', text)])).toHaveLength(3)
    expect(engineWords([file('src/engine/compose/a.ts', text)])).toEqual([])
  })

  it('The rules find a circle, also one of types alone', () => {
    const one = file('src/a/one.ts', "import type { Two } from './two.ts'")
    const two = file('src/a/two.ts', "import { one } from './one.ts'")
    expect(circles([one, two])).toEqual(['src/a/one.ts src/a/two.ts'])
    expect(circles([one])).toEqual([])
  })
})
