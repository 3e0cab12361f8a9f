/** The longest delay of `setTimeout`, which takes a longer one for none. */
const MAX_DELAY_MS = 2 ** 31 - 1

/** Calls back once the clock shows a time, however far ahead. Returns a function that cancels this. */
export function callAt(time: Date, clock: () => Date, callback: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const wait = () => {
    const remaining = time.getTime() - clock().getTime()
    const isLast = remaining <= MAX_DELAY_MS
    timer = setTimeout(isLast ? callback : wait, isLast ? remaining : MAX_DELAY_MS).unref()
  }
  wait()
  return () => clearTimeout(timer)
}
