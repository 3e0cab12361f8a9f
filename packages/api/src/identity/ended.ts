/** Milliseconds for which a credential that has ended is kept, for its owner to see. */
export const ENDED_KEPT = 30 * 86_400_000
