import type pg from 'pg'
import { aroundAnswers } from './around-answers.ts'
import { connectionLost } from './connection-lost.ts'

/** Citus warns, and reports success, where a worker is lost between a write and its commit. */
const LOST = /^failed to commit transaction on /

/** Makes a query fail whose commit may not have reached its worker, so that nobody takes it for done. */
export function refuseLostCommits(pool: pg.Pool): void {
  aroundAnswers(pool, (client) => {
    let warning: string | undefined
    client.on('notice', ({ message }) => {
      if (message !== undefined && LOST.test(message)) warning = message
    })
    return async (answer) => {
      const result = await answer
      if (warning === undefined) return result
      const error = connectionLost(warning)
      warning = undefined
      throw error
    }
  })
}
