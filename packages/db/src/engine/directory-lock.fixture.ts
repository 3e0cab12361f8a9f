import { lockFile } from './directory-lock.ts'

// At a given time, so that several processes of this kind try at once: takes the lock, or says why it cannot.
const [file = '', at = '0'] = process.argv.slice(2)
while (Date.now() < Number(at));
try {
  lockFile(file)
  process.stdout.write('taken\n')
} catch (error) {
  process.stdout.write(`${error}\n`)
}
setTimeout(() => {}, 1_000)
