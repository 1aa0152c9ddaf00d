import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { pullScript } from '../../src/host/guard.ts'
import { localProcess } from '../../src/runner/process.ts'

it('Each image is pulled with the login, and with the platform that stands before it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pull-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const docker = join(folder, 'docker')
  writeFileSync(
    docker,
    `#!/bin/bash\nprintf '%s ' "\${@:3}" "$(cat "$2/config.json")" >>${folder}/log; echo >>${folder}/log\n`,
  )
  chmodSync(docker, 0o755)
  const words = ['one:1', '--platform=linux/arm64', 'two:2', 'three:3']
  const { code } = await localProcess.run(['bash', '-c', pullScript(), 'pull', ...words], {
    input: `${Buffer.from('{"auths":{}}').toString('base64')}\n`,
    env: { PATH: `${folder}:${process.env.PATH}` },
  })
  expect(code).toBe(0)
  expect(readFileSync(join(folder, 'log'), 'utf8').split('\n')).toEqual([
    'pull --quiet one:1 {"auths":{}} ',
    'pull --quiet --platform=linux/arm64 two:2 {"auths":{}} ',
    'pull --quiet three:3 {"auths":{}} ',
    '',
  ])
})
