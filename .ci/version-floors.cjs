#!/usr/bin/env node
// Fails when the lockfile holds a version below one that an advisory of the last two years was mended in. The audit
// endpoint is not reachable everywhere this runs, so the floors stand here. A newer major line has a floor of its own.
const { readFileSync } = require('node:fs')

const FLOORS = {
  fastify: ['5.12.2'],
  '@fastify/static': ['10.1.3'],
  'find-my-way': ['9.7.0'],
  'fast-uri': ['3.1.7', '4.1.4'],
  '@trpc/server': ['11.8.0'],
  jsonwebtoken: ['9.0.3'],
  ws: ['8.21.0'],
  undici: ['7.29.0', '8.9.0'],
  prisma: ['7.10.1'],
  nodemailer: ['9.1.1'],
}

const numbers = (version) => version.split('-')[0].split('.').map(Number)
const below = (a, b) => {
  const [x, y] = [numbers(a), numbers(b)]
  const at = x.findIndex((part, i) => part !== y[i])
  return at !== -1 && x[at] < y[at]
}

const lockfile = readFileSync(process.argv[2] ?? 'pnpm-lock.yaml', 'utf8')
const packages = lockfile.slice(lockfile.search(/^packages:$/m), lockfile.search(/^snapshots:$/m))
const locked = [...packages.matchAll(/^ {2}'?((?:@[^/\s]+\/)?[^@\s']+)@([^:'\s]+)'?:$/gm)]
if (locked.length < 100) throw new Error('the lockfile cannot be read: has its format changed?')

const tooOld = locked.filter(([, name, version]) => {
  const floors = FLOORS[name]
  if (!floors) return false
  const sameLine = floors.find((floor) => numbers(floor)[0] === numbers(version)[0])
  return below(version, sameLine ?? floors[0])
})
for (const [, name, version] of tooOld)
  process.stderr.write(`${name} ${version} is below ${FLOORS[name].join(' or ')}\n`)
process.stdout.write(`${locked.length} packages read, ${tooOld.length} below their floor\n`)
process.exit(tooOld.length === 0 ? 0 : 1)
