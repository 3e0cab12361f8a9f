import type { Session } from './session.ts'

/** A session whose code is loaded with the first call, so that pages which keep their session themselves do not have it. */
export function lazySession(load: () => Promise<Session>): Session {
  let loading: Promise<Session> | undefined
  const session = () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
  return {
    credential: async (call) => (await session()).credential(call),
    renew: async (refused) => (await session()).renew(refused),
    end: async () => (await loading)?.end(),
  }
}
