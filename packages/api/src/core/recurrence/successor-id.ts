import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * The id of the task that follows a completed one. It follows from the id of that one, so that devices which complete a task each by
 * themselves make one and the same. It is a UUID of version 7 with the time of that id, and the rest from its SHA-256.
 */
export function successorId(id: string): string {
  // Browsers have no SHA-256 of their own that answers at once.
  const hash = bytesToHex(sha256(utf8ToBytes(`successor of ${id}`)))
  // The variant takes two bits of its digit.
  const variant = '89ab'[Number.parseInt(hash.charAt(3), 16) % 4]
  return `${id.slice(0, 14)}7${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`
}
