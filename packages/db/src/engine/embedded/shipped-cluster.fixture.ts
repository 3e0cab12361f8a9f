import { openEmbedded } from './embedded.ts'

// Makes a database from an archive, and says so.
const [dataDir = '', archive] = process.argv.slice(2)
await openEmbedded(dataDir, archive)
process.stdout.write('made')
