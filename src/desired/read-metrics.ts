import { UserError } from '../errors.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { metricInputs } from '../inputs/groups/metrics.ts'
import { readMetricChecks } from '../metrics/read.ts'
import type { DesiredState } from '../model/desired.ts'

type MetricInputs = InputsOf<{ inputs: typeof metricInputs; outputs: [] }> & { bake: number }

/** The metrics that end a bake. @throws UserError `bad-input` for a wrong line, and for checks that nothing would wait for */
export function readMetrics(inputs: MetricInputs): Pick<DesiredState, 'metrics'> {
  const checks = readMetricChecks(inputs['metric-checks'])
  if (checks.length === 0) return {}
  if (inputs.bake === 0)
    throw new UserError(
      'bad-input',
      "Input 'metric-checks' is given, but bake is 0: the new release is not watched.",
      'Set bake, such as 60s, or leave metric-checks out.',
    )
  return { metrics: { address: inputs['prometheus-address'], checks } }
}
