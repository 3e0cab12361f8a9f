import type pg from 'pg'
import { aroundAnswers } from '../shards/sessions/around-answers.ts'

/** What a coordinator sent to a worker. */
export interface RemoteCommand {
  text: string
  /** Of the worker. */
  port: number
}

/** Makes the sessions of a pool log what Citus sends to workers for them, and keeps it. */
export function recordRemoteCommands(pool: pg.Pool): RemoteCommand[] {
  const commands: RemoteCommand[] = []
  aroundAnswers(pool, (client) => {
    client.query('SET citus.log_remote_commands = on')
    client.on('notice', ({ message = '', detail = '' }) => {
      const text = /^issuing ([\s\S]*)/.exec(message)?.[1]
      const port = /:(\d+) connectionId/.exec(detail)?.[1]
      if (text !== undefined && port !== undefined) commands.push({ text, port: Number(port) })
    })
    return (answer) => answer
  })
  return commands
}
