import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** Between two attempts at a call whose server is gone. */
const AGAIN_MS = 50

export interface Answer {
  status: number
  body: Record<string, unknown>
}

export interface Call {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  token?: string
  headers?: Record<string, string>
  json?: object
  file?: { name: string; content: string }
}

/** The way to a server that dies and comes back at another address. */
export function createConnection() {
  const moves = new EventTarget()
  let url: string | undefined
  /** Calls that were answered, that got no answer, and that the server said it could not serve just now. */
  const counts = { answered: 0, unanswered: 0, refused: 0 }

  const current = async (): Promise<string> => {
    while (url === undefined) await once(moves, 'move')
    return url
  }

  /** Undefined if there was no answer: then nobody knows whether it was done. */
  const tryOnce = async (call: Call): Promise<Answer | undefined> => {
    const base = await current()
    try {
      const answer = await fetch(base + call.path, requestOf(call))
      const text = await answer.text()
      if (answer.status < 500) {
        counts.answered++
        return { status: answer.status, body: text === '' ? {} : JSON.parse(text) }
      }
      counts.refused++
    } catch {
      counts.unanswered++
    }
    return undefined
  }

  return {
    counts,
    moveTo: (next: string | undefined) => {
      url = next
      moves.dispatchEvent(new Event('move'))
    },
    tryOnce,
    /** Sends the same until it is answered, by one server or a later one. */
    insist: async (call: Call): Promise<Answer> => {
      for (;;) {
        const answer = await tryOnce(call)
        if (answer) return answer
        await sleep(AGAIN_MS)
      }
    },
  }
}

export type Connection = ReturnType<typeof createConnection>

function requestOf({ method, token, headers, json, file }: Call): RequestInit {
  const form = new FormData()
  if (file) form.append('file', new File([file.content], file.name))
  return {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(json && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json ? { body: JSON.stringify(json) } : file && { body: form }),
  }
}
