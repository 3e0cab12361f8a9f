interface Session {
  current: boolean
  lastUsedAt: string
}

/** The current session, and the others with the one that was used last first. */
export function inOrder<S extends Session>(sessions: readonly S[]): { current: S[]; others: S[] } {
  return {
    current: sessions.filter(({ current }) => current),
    others: sessions
      .filter(({ current }) => !current)
      .sort((a, b) => Date.parse(b.lastUsedAt) - Date.parse(a.lastUsedAt)),
  }
}
