import { pattern, seconds, secret, text, whole } from './contract.ts'

/** What `smoke-test` takes and gives. */
export const smokeTest = {
  inputs: {
    url: pattern(/^https?:\/\/[^\s/?#]+[^\s?#]*$/, 'a base URL such as https://shop.example.com', {
      required: true,
    }),
    'health-path': pattern(/^\/\S*$/, 'a path that begins with /', { default: '/health/' }),
    'graphql-path': pattern(/^\/\S*$/, 'a path that begins with /', { default: '/graphql/' }),
    'expect-release': text(),
    'expect-version': pattern(/^v?\d+\.\d+(\.\d+\S*)?$/, 'a Saleor version such as 3.20.1 or 3.20'),
    token: secret(),
    timeout: seconds({ default: '60s' }),
    interval: seconds({ default: '1s' }),
    consecutive: whole({ min: 1, max: 100, default: '3' }),
  },
  outputs: ['reason-code', 'release', 'schema-version', 'checks'],
} as const
