import { lines, pattern } from '../contract.ts'

/** Queries of Prometheus as checks, and where the hosts reach it. */
export const metricInputs = {
  'metric-checks': lines(),
  'prometheus-address': pattern(/^[A-Za-z0-9._-]+:\d{1,5}$/, 'host:port, such as 127.0.0.1:9090', {
    default: '127.0.0.1:9090',
  }),
} as const
