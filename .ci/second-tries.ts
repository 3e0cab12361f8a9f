import type { Reporter } from 'vitest/node'

/** Of a property that failed, the seed is in the second line, and the counterexample in the third. */
const REASON_LINES = 3

/** Prints a line for each test that failed and passed when it was tried again. `.ci/run` repeats them at its end. */
export const secondTries: Reporter = {
  onTestCaseResult: (test) => {
    if (!test.diagnostic()?.flaky) return
    const [error] = test.result().errors ?? []
    const reason = error?.message.split('\n').slice(0, REASON_LINES).join(' ') ?? ''
    process.stdout.write(`SECOND TRY ${test.module.relativeModuleId} > ${test.fullName}: ${reason}\n`)
  },
}
