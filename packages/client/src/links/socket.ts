import type { AppRouter } from '@tandem/api'
import { type OperationResultEnvelope, TRPCClientError, type TRPCLink } from '@trpc/client'
import { type Observer, observable } from '@trpc/server/observable'
import type { Credential } from '../session/session.ts'
import { contextOf } from './context.ts'
import type { Endpoint } from './endpoint.ts'

/** A connection for which nothing comes for so long is pinged, and is lost if nothing comes then either. In ms. */
const PING_AFTER_MS = 20_000
const PONG_WITHIN_MS = 10_000

/** The id of the only request of a socket. */
const ID = 1

/**
 * Subscriptions over WebSockets, in tRPC's protocol. Each has a socket of its own, because a socket has the credential with which
 * it was opened. tRPC's own link has a client in it that shares a socket and connects again with the old credential: four
 * times the code, for what this client must not do.
 */
export function socketLink({ url }: Endpoint): TRPCLink<AppRouter> {
  const socketUrl = `${url.replace(/^http/, 'ws')}?connectionParams=1`
  return () =>
    ({ op }) =>
      observable((observer) => {
        const { path, input, signal } = op
        const socket = new WebSocket(socketUrl)
        const send = (message: object) => socket.send(JSON.stringify(message))
        const lose = () => observer.error(lost())
        const end = () => observer.complete()
        const silence = watchSilence(() => socket.send('PING'), lose)

        socket.onopen = () => {
          // Browsers cannot send headers with a WebSocket. The first message says who calls.
          send({ method: 'connectionParams', data: paramsOf(contextOf(op).credential) })
          send({ id: ID, method: 'subscription', params: { path, input } })
          silence.heard()
        }
        socket.onmessage = ({ data }) => {
          silence.heard()
          if (data === 'PING') socket.send('PONG')
          else if (data !== 'PONG') receive(JSON.parse(data), observer)
        }
        socket.onclose = lose
        socket.onerror = lose
        signal?.addEventListener('abort', end)
        return () => {
          signal?.removeEventListener('abort', end)
          silence.stop()
          close(socket)
        }
      })
}

const lost = () => new TRPCClientError<AppRouter>('The connection was lost')

type Envelope = OperationResultEnvelope<unknown, TRPCClientError<AppRouter>>

/** What the server sends. */
interface Message {
  id: number | null
  method?: 'reconnect'
  error?: object
  result?: Envelope['result']
}

function receive(
  { id, method, error, result }: Message,
  observer: Observer<Envelope, TRPCClientError<AppRouter>>,
): void {
  // The server is about to stop.
  if (method === 'reconnect') observer.error(lost())
  if (id !== ID) return
  if (error) observer.error(TRPCClientError.from({ error }))
  if (result) observer.next({ result })
  if (result?.type === 'stopped') observer.complete()
}

/** Calls `ping` when nothing was heard for long, and `onDead` when nothing comes after that. */
function watchSilence(ping: () => void, onDead: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => clearTimeout(timer)
  return {
    heard() {
      stop()
      timer = setTimeout(() => {
        ping()
        timer = setTimeout(onDead, PONG_WITHIN_MS)
      }, PING_AFTER_MS)
    },
    stop,
  }
}

/** The server ends the subscriptions of a closed socket. One that is not open yet is closed then: browsers warn of it before. */
function close(socket: WebSocket): void {
  socket.onmessage = null
  if (socket.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close()
  else socket.close()
}

function paramsOf(credential: Credential = {}): Record<string, string> {
  const { authorization, 'x-api-key': apiKey } = credential
  return { ...(authorization !== undefined && { authorization }), ...(apiKey !== undefined && { apiKey }) }
}
