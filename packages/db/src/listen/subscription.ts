/** A subscription to a channel over one connection. It ends with that connection. */
export interface Subscription {
  /** Resolves when the database has confirmed it. From then on no notification is missed. */
  confirmed: Promise<void>
  close(): Promise<void>
}

/**
 * Subscribes to a channel over one connection, and reports the loss of that connection. `onAnswer` is called when the
 * database has answered a heartbeat that was sent at a time of `performance.now()`.
 */
export type Subscribe = (
  channel: string,
  onMessage: (payload: string) => void,
  onLost: (error: Error) => void,
  onAnswer: (sentAt: number) => void,
) => Subscription
