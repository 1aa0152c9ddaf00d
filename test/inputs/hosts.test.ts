import { describe, expect, it } from 'vitest'
import { hostLines } from '../../src/inputs/groups/hosts.ts'

const read = (text: string) => hostLines().parse(text)

describe('the hosts of a fleet', () => {
  it('A line of hosts may say what of the project the host runs', () => {
    const text = `
      # the shop
      web-1.example.com role=web
      web-2.example.com:2222   role=web services=flower
      work-1 services=celery, celery-beat
      [2001:db8::1]:22 role=workers
      2001:db8::2 role=all
      spare`
    expect(read(text)).toEqual([
      { name: 'web-1.example.com', placement: { role: 'web' } },
      { name: 'web-2.example.com:2222', placement: { role: 'web', services: ['flower'] } },
      { name: 'work-1', placement: { services: ['celery', 'celery-beat'] } },
      { name: '[2001:db8::1]:22', placement: { role: 'workers' } },
      { name: '2001:db8::2', placement: { role: 'all' } },
      { name: 'spare' },
    ])
  })

  it.each([
    ['web-1\nwork-1 role=worker', '"work-1 role=worker": there is no role "worker"'],
    ['work-1 workers', '"work-1 workers": "workers" is neither role=… nor services=…'],
    ['work-1 Role=web', '"work-1 Role=web": "Role=web" is neither role=… nor services=…'],
    ['work-1 role=web role=workers', '"work-1 role=web role=workers": role= stands there twice'],
    ['work-1 services=', '"work-1 services=": services= is not a list of names with commas between'],
    [
      'work-1 services=a,,b',
      '"work-1 services=a,,b": services=a,,b is not a list of names with commas between',
    ],
    ['ssh://work-1', '"ssh://work-1": "ssh://work-1" is no name and no name:port'],
    ['deploy@work-1 role=web', '"deploy@work-1 role=web": "deploy@work-1" is no name and no name:port'],
    ['role=web work-1', '"role=web work-1": "role=web" is no name and no name:port'],
  ])('A list of hosts is refused with the line and the reason: %s', (text, why) => {
    expect(() => read(text)).toThrow(
      `a list of name or name:port, one a line, each with role=all, role=web, role=workers or services=celery,celery-beat behind it where the hosts differ: ${why}`,
    )
  })
})
