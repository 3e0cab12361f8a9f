/** How many rows one statement deletes at most, so that locks are held only briefly. */
export const BATCH_SIZE = 1000

/** Repeats a deletion of at most {@link BATCH_SIZE} rows until it finds none. Resolves to the number of deleted rows. */
export async function deleteInBatches(deleteBatch: () => Promise<number>): Promise<number> {
  let total = 0
  for (;;) {
    const count = await deleteBatch()
    total += count
    if (count === 0) return total
  }
}
