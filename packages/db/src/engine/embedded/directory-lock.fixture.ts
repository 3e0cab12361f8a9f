import { createInterface } from 'node:readline'
import { lockFile } from './directory-lock.ts'

// Starts, waits for a line so that several such processes can try at once, and prints whether it got the lock. It holds
// the lock until its input ends.
const [file = ''] = process.argv.slice(2)
process.stdout.write('started\n')
createInterface({ input: process.stdin }).once('line', () => {
  try {
    lockFile(file)
    process.stdout.write('taken\n')
  } catch (error) {
    process.stdout.write(`${error}\n`)
  }
})
