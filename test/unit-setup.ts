/** Runs before each unit test file: what is named a unit test is one. */
import { afterAll, afterEach } from 'vitest'
import { nothingWasRefused, refuseOutside } from './nothing-outside.ts'

refuseOutside()
afterEach(nothingWasRefused)
afterAll(nothingWasRefused)
