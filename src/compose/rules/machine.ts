import { posix } from 'node:path'
import type { Rule } from './rule.ts'

const isolation: Rule = {
  name: 'isolation',
  severity: 'error',
  on: 'started',
  what: 'isolation names what only Windows has: Docker on Linux does not create the container.',
  fix: 'Remove isolation.',
  check: ({ service: { isolation: said } }) =>
    typeof said !== 'string' || said === '' || said === 'default'
      ? undefined
      : {
          text: `Docker on Linux has no isolation: ${said}, and does not create the container.`,
          at: [['isolation']],
        },
}

/** Measured with Engine 26.1: the container is created, but without the requested setting. */
const windows: Rule = {
  name: 'windows-only',
  severity: 'warning',
  on: 'started',
  what: 'cpu_count, cpu_percent or credential_spec has no effect: only Docker on Windows reads it.',
  fix: 'Remove it. On Linux cpus: limits the processor.',
  check({ service }) {
    const found = ['cpu_count', 'cpu_percent', 'credential_spec'].filter((key) => service[key] != null)
    return found.map((key) => ({
      text: `${key} has no effect: only Docker on Windows reads it.`,
      at: [[key]],
    }))
  },
}

/** The one file that Compose reads for a container and that is not a mount. */
const seccomp: Rule = {
  name: 'seccomp-not-delivered',
  severity: 'error',
  on: 'started',
  what: "security_opt has a seccomp profile by a path of the repository. Compose reads it on the server, where a deploy doesn't bring it.",
  fix: 'Put the profile on the server, and write its absolute path.',
  check({ service }) {
    const profiles = ((service.security_opt ?? []) as string[]).flatMap((option) => {
      const path = /^seccomp[=:](.+)$/.exec(option)?.[1] ?? ''
      return path === '' || /^(unconfined|builtin)$/.test(path) || posix.isAbsolute(path)
        ? []
        : [[option, path] as const]
    })
    return profiles.map(([option, path]) => ({
      text: `the seccomp profile ${path} is read on the server, and a deploy does not bring it there.`,
      at: [['security_opt', option], ['security_opt']],
    }))
  },
}

const apiSocket: Rule = {
  name: 'api-socket',
  severity: 'error',
  on: 'started',
  what: 'use_api_socket gives a container the Docker engine and the registry logins of whoever starts it: on the server that is the user who deploys, whose login is gone after the pull.',
  fix: 'Mount the socket, volumes: ["/var/run/docker.sock:/var/run/docker.sock"], and give the container a login of its own as a secret.',
  check: ({ service }) =>
    service.use_api_socket === true
      ? {
          text: 'use_api_socket gives it the registry logins of the user who deploys, and there are none.',
          at: [['use_api_socket']],
        }
      : undefined,
}

const provider: Rule = {
  name: 'no-container',
  severity: 'error',
  on: 'started',
  what: 'A service has a provider: a program beside Compose makes it, and there is no container that a deploy could start, watch or take back.',
  fix: 'Make it outside of the project, and give its address to the services in the environment.',
  check: ({ service }) =>
    service.provider == null
      ? undefined
      : {
          text: 'a provider makes it, so there is no container that a deploy could start.',
          at: [['provider', 'type'], ['provider']],
        },
}

const models: Rule = {
  name: 'needs-model-runner',
  severity: 'error',
  on: 'started',
  what: 'A service uses models, which only a host with the Docker Model Runner has: without it Compose stops in the middle of a deploy.',
  fix: 'Run the model elsewhere, and give its address in the environment. Where every host has the Docker Model Runner, turn this rule off.',
  check({ service }) {
    const [first] = Object.keys((service.models ?? {}) as object)
    return first === undefined
      ? undefined
      : {
          text: `the model ${first} needs the Docker Model Runner on the host.`,
          at: [['models', first], ['models']],
        }
  },
}

/** Rules for what the host must be or have. */
export const machineRules: readonly Rule[] = [isolation, seccomp, apiSocket, provider, models, windows]
