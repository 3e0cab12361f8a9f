/**
 * Cuts bytes into lines, all that are complete at a time, without their line ends.
 *
 * @throws the error of `tooLong` for a line that is longer than `maxBytes`, before it is in memory whole
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  { maxBytes, tooLong }: { maxBytes: number; tooLong: () => Error },
): AsyncGenerator<string[]> {
  let pieces: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(0x0a)
    if (end === -1) {
      pieces.push(chunk)
      length += chunk.length
    } else {
      const complete = Buffer.concat([...pieces, chunk.subarray(0, end)])
      pieces = [chunk.subarray(end + 1)]
      length = chunk.length - end - 1
      yield complete.toString('utf8').split('\n')
    }
    if (length > maxBytes) throw tooLong()
  }
  // A last line without its end is one that was cut off.
  if (length > 0) yield [Buffer.concat(pieces).toString('utf8')]
}
