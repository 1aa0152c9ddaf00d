import { choice, pattern, secret } from '../contract.ts'

/** The inputs for recording and notification of every action that changes the live release. */
export function recordingInputs(environment: 'staging' | 'production') {
  return {
    'github-token': secret(),
    'environment-name': pattern(/^\S.*$/, 'the name of a GitHub environment', { default: environment }),
    'environment-url': pattern(/^https?:\/\/[^\s/]+\S*$/, 'an address such as https://shop.example.com'),
    'record-deployment': choice(['auto', 'always', 'never'], { default: 'auto' }),
    'notify-webhook': secret(),
  } as const
}
