/** Rows that one statement deletes at most, so that locks are held for moments only. */
export const MAX_ROWS = 1000

/** Repeats a deletion of {@link MAX_ROWS} rows until nothing is left; resolves to how many rows went. */
export async function inSteps(step: () => Promise<number>): Promise<number> {
  let total = 0
  for (;;) {
    const count = await step()
    total += count
    if (count === 0) return total
  }
}
