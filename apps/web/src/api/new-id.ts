/** The time in the last id, in ms. */
let last = 0

/** A UUID of version 7. Each sorts after those that this page made before, also within a millisecond. */
export function newId(): string {
  last = Math.max(Date.now(), last + 1)
  const time = last.toString(16).padStart(12, '0')
  // `crypto.randomUUID` is missing in pages without TLS.
  const random = Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) =>
    (byte & 15).toString(16),
  ).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6)}`
}
