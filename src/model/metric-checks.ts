/** A query of Prometheus, and what each of its values must be. */
export interface MetricCheck {
  name: string
  query: string
  operator: '<' | '<=' | '>' | '>=' | '=='
  limit: number
}

/** Checks that each host asks its Prometheus. `address` is `host:port`, as the host reaches it. */
export interface MetricChecks {
  address: string
  checks: readonly MetricCheck[]
}
