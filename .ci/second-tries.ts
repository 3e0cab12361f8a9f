import type { Reporter } from 'vitest/node'

/** Prints a line for each test that failed and passed when it was tried again. `.ci/run` repeats them at its end. */
export const secondTries: Reporter = {
  onTestCaseResult: (test) => {
    if (!test.diagnostic()?.flaky) return
    const [error] = test.result().errors ?? []
    const reason = error?.message.split('\n')[0] ?? ''
    process.stdout.write(`SECOND TRY ${test.module.relativeModuleId} > ${test.fullName}: ${reason}\n`)
  },
}
