import { type Call, rejectBatch, resolveBatch, toBatch } from './batch.ts'
import { type Observed, sendFor } from './observer.ts'
import { type Send, toQuery } from './send.ts'
import { MAX_PLACES, type Run, type Statement } from './statement.ts'
import { type EncodedValue, encodeValues } from './values.ts'

/**
 * Runs each statement at once and alone, except reads that have a list form: the calls that one turn of the event
 * loop makes of the same read become one query. It starts after the last of them, so each sees all that was committed
 * before it was made.
 */
export function gatherReads(send: Send, observed: Observed): Run {
  /** The calls of this turn, by the text of their list form. */
  const gathered = new Map<string, Call[]>()

  return async <Row extends object>(statement: Statement<Row>, values: readonly unknown[]) => {
    const encoded = encodeValues(statement, values)
    const { many } = statement
    const isGathered = many && many.rowKey === undefined
    const rows = await (isGathered
      ? gather(many.text, statement, encoded)
      : send(toQuery(statement, encoded)))
    // The statement declares the type of its rows.
    return rows as Row[]
  }

  function gather(key: string, statement: Statement, values: EncodedValue[]): Promise<object[]> {
    return new Promise((resolve, reject) => {
      const call = { statement, values, resolve, reject, caller: observed.observer?.caller() }
      const calls = gathered.get(key)
      if (calls) return calls.push(call)
      gathered.set(key, [call])
      setImmediate(() => sendGathered(key))
    })
  }

  function sendGathered(key: string): void {
    const calls = gathered.get(key) ?? []
    gathered.delete(key)
    for (let start = 0; start < calls.length; start += MAX_PLACES) {
      void sendTogether(calls.slice(start, start + MAX_PLACES))
    }
  }

  /** Never rejects. */
  async function sendTogether(calls: readonly Call[]): Promise<void> {
    try {
      const batch = toBatch(calls)
      resolveBatch(batch, await sendFor(observed, calls, () => send(batch.query)))
    } catch (error) {
      rejectBatch(calls, error)
    }
  }
}
