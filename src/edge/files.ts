import type { EdgeSettings } from '../model/edge/edge.ts'
import { fileServerPort, fileServerService } from '../model/edge/file-server.ts'

/** HAProxy's rules that send static files and uploads to the file server; empty without one. */
export function fileRules({ files }: EdgeSettings): string {
  return files === undefined
    ? ''
    : `  use_backend ${fileServerService} if { path_beg ${files.paths.join(' ')} }\n`
}

/**
 * HAProxy's section for the file server; empty without one. It has two places, as a container and its successor answer
 * beside each other for a while, and its name then has two addresses.
 */
export function fileSection({ files }: EdgeSettings): string {
  if (files === undefined) return ''
  return `
backend ${fileServerService}
  balance leastconn
  option httpchk
  # It answers 404 there: what counts is that it answers.
  http-check send meth GET uri / ver HTTP/1.1 hdr Host localhost hdr Connection close
  http-check expect status 404
  default-server check inter 2s fastinter 500ms downinter 1s rise 1 fall 2 init-addr libc,none resolvers engine resolve-prefer ipv4
  server-template files 2 ${fileServerService}:${fileServerPort}
`
}
