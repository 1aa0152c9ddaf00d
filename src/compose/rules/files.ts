import type { Checkout, Obstacle } from '../../model/project/checkout.ts'
import { isMissing, usedBy } from '../files/used.ts'
import type { Fault, Rule, Validated } from './rule.ts'

/** A secret's text belongs neither in an image nor in the Compose file. */
const ofSecret =
  'Give it by a variable: secrets: {name: {environment: NAME}} with NAME under env: of the step, or put it on the server and write its absolute path.'

const cannotGo: Rule = {
  name: 'file-not-delivered',
  severity: 'error',
  on: 'started',
  what: 'A file or folder of the repository that is mounted, or is a config or secret, can not go to the server: it leads out of the repository, is no plain file, or is too large. Or the variable of a config or secret (environment:) has no value.',
  fix: 'Put it into the image (COPY). If the server has it already, write its absolute path.',
  check({ service, model, checkout }) {
    const obstacle = (path: string | undefined): Obstacle | undefined => {
      const tree = path === undefined ? undefined : checkout.trees.get(path)
      return tree !== undefined && 'text' in tree ? tree : undefined
    }
    const mounts = bindsOf(service).flatMap(({ source, target }): Fault[] => {
      const found = obstacle(source)
      return found === undefined ? [] : [{ text: `${source} ${found.text}`, fix: found.fix, at: at(target) }]
    })
    const parts = usedBy(service, model).flatMap(({ section, source, file, environment }): Fault[] => {
      const top = (key: string) => [
        [section, source, key],
        [section, source],
      ]
      const found = obstacle(file)
      if (found !== undefined)
        return [
          {
            text: `${file} ${found.text}`,
            fix: section === 'secrets' ? ofSecret : found.fix,
            top: top('file'),
          },
        ]
      return !isMissing({ environment }, checkout.variables)
        ? []
        : [
            {
              text: `the ${section.slice(0, -1)} ${source} is the variable ${environment}, which has no value.`,
              fix: `Set ${environment} under env: of the step, or in the input environment.`,
              top: top('environment'),
            },
          ]
    })
    return [...mounts, ...parts]
  },
}

/** Folders where programs keep their data. */
const dataFolder = /^\/(app\/media|data|bitnami|var\/(lib|opt)\/[^/]+|srv\/data)(\/|$)/

const holdsData: Rule = {
  name: 'data-in-repository',
  severity: 'error',
  on: 'started',
  what: 'A folder of the repository with files in it is mounted where a program keeps its data (/data, /var/lib/…, /app/media). What is in the repository goes to the server with each release and is mounted read-only, so nothing can be kept there.',
  fix: 'Use a named volume, or a folder of the server by its absolute path; and put the files of the repository into the image (COPY). Where nothing is written, add :ro.',
  check: ({ service, checkout }) =>
    writableBinds(service, checkout).flatMap(({ source, target, isFolder }) =>
      isFolder && dataFolder.test(target)
        ? [
            {
              text: `${source} is a folder of the repository, and what the container keeps in ${target} can not be kept there.`,
              at: at(target),
            },
          ]
        : [],
    ),
}

const notWritable: Rule = {
  name: 'mounted-read-only',
  severity: 'warning',
  on: 'started',
  what: 'A file or folder of the repository is mounted without :ro. It goes to the server with each release, which mounts its own, so it is mounted read-only.',
  fix: 'Add :ro. If the container keeps data there, use a named volume, or a folder of the server by its absolute path.',
  check: ({ service, checkout }) =>
    writableBinds(service, checkout).flatMap(({ source, target, isFolder }) =>
      isFolder && dataFolder.test(target)
        ? []
        : [
            {
              text: `${source} comes from the repository and is mounted read-only, at ${target}.`,
              at: at(target),
            },
          ],
    ),
}

const noOwner: Rule = {
  name: 'file-owner',
  severity: 'warning',
  on: 'started',
  what: 'A config or secret names an owner (uid, gid). Its file belongs to the SSH user, who can not give it to another one.',
  fix: 'Remove uid and gid, and where mode does not let the program read it, set mode: 0444.',
  check: ({ service, model, checkout }) =>
    usedBy(service, model).flatMap((one) => {
      const isStored =
        (one.file !== undefined && checkout.trees.has(one.file)) ||
        (one.section === 'secrets' && one.environment !== undefined)
      return one.hasOwner && isStored
        ? [
            {
              text: `the ${one.section.slice(0, -1)} ${one.source} names an owner, and its file belongs to the SSH user, who can not give it away.`,
              at: [[one.section, one.source], [one.section]],
            },
          ]
        : []
    }),
}

function at(target: string): (readonly string[])[] {
  return [['volumes', target], ['volumes']]
}

function bindsOf({ volumes = [] }: Validated['service']) {
  return volumes.filter(({ type }) => type === 'bind')
}

/** Finds delivered files that the Compose file would let containers write to. */
function writableBinds(service: Validated['service'], { trees }: Checkout) {
  return bindsOf(service).flatMap(({ source = '', target, read_only: isReadOnly }) => {
    const tree = trees.get(source)
    return tree === undefined || !('files' in tree) || isReadOnly === true
      ? []
      : [{ source, target, isFolder: tree.isFolder }]
  })
}

/** Rules for what the repository sends to the server. */
export const fileRules: readonly Rule[] = [cannotGo, holdsData, notWritable, noOwner]
