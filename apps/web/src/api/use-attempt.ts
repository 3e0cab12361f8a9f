import { useRef } from 'react'
import { newId } from './new-id.ts'

/** One key for each content: a write whose answer was lost takes effect once, however often it is sent. */
export function useAttempt() {
  const last = useRef({ content: '', key: '' })
  return {
    options: (sent: unknown) => {
      const content = JSON.stringify(sent)
      if (content !== last.current.content) last.current = { content, key: newId() }
      return { context: { idempotencyKey: last.current.key } }
    },
    /** The server has answered: the same content is a new write from now on. */
    forget: () => {
      last.current = { content: '', key: '' }
    },
  }
}
