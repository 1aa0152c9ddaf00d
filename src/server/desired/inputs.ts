import type { InputsOf } from '../../inputs/contract.ts'
import type { prepareServer } from '../../inputs/prepare-server.ts'

/** The inputs of `prepare-server`, read. */
export type Inputs = InputsOf<typeof prepareServer>
