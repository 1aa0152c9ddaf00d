import { describe, expect, it } from 'vitest'
import { renderConfig } from '../../src/edge/config.ts'
import type { EdgeSettings } from '../../src/model/edge/edge.ts'

const settings: EdgeSettings = {
  port: 8000,
  healthPath: '/health/',
  healthHost: 'localhost',
  readinessPath: '/saleor-deploy/ready',
}
const files = { paths: ['/static/', '/media/'], folder: '/app/static' }
const maintenance = { allow: ['192.0.2.1'], page: '', retryAfter: 60 }

describe('the edge with a file server', () => {
  it('The edge sends the paths of the file server there, and all else to web', () => {
    const config = renderConfig({ ...settings, files }, [])
    expect(config).toContain(
      '\n  use_backend saleor-deploy-files if { path_beg /static/ /media/ }\n  default_backend web\n',
    )
    expect(config).toContain('\nbackend saleor-deploy-files\n')
    expect(config).toContain('\n  server-template files 2 saleor-deploy-files:8080\n')
  })

  it('The edge without a file server has no word of one', () => {
    expect(renderConfig(settings, [])).not.toContain('files')
  })

  it('A closed shop is closed for files as well', () => {
    const config = renderConfig({ ...settings, files }, [], maintenance)
    expect(config.indexOf('http-request return')).toBeGreaterThan(0)
    expect(config.indexOf('http-request return')).toBeLessThan(
      config.indexOf('use_backend saleor-deploy-files'),
    )
  })
})
