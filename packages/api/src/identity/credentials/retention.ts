/** How long an expired or revoked credential is kept, in milliseconds, for its owner to see. */
export const CREDENTIAL_RETENTION_MS = 30 * 86_400_000
