#!/usr/bin/env node
// Fails when a Markdown file names something that does not exist: the target of a link, a heading, a path in backticks,
// or a test quoted after its file. Fails too when a decision is missing from the index.
const { execFileSync } = require('node:child_process')
const { existsSync, readFileSync } = require('node:fs')
const path = require('node:path')

const listed = execFileSync('git', [
  'ls-files',
  '--cached',
  '--others',
  '--exclude-standard',
  '-z',
]).toString()
const files = [...new Set(listed.split('\0'))].filter((file) => file && existsSync(file))

/** Files and folders. */
const known = new Set(files)
for (const file of files) {
  for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) known.add(folder)
}
const topLevel = new Set(files.map((file) => file.split('/', 1)[0]))

/** A package may have a name that looks like a file: `ical.js`. */
const dependencies = new Set(
  files
    .filter((file) => path.basename(file) === 'package.json')
    .map((file) => JSON.parse(readFileSync(file, 'utf8')))
    .flatMap((manifest) => Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })),
)

const EXTENSION = /\.(ts|tsx|js|cjs|json|yaml|yml|toml|prisma|sql|css|html|md|snap)$/

/** Whether code in backticks is a path: it ends in a known extension, or begins with a folder of the repository. */
function isPath(code) {
  if (!/^[\w.@*<>-]+(\/[\w.@*<>-]+)*\/?$/.test(code) || dependencies.has(code)) return false
  return EXTENSION.test(code) || (code.includes('/') && topLevel.has(code.split('/', 1)[0]))
}

/** Git ignores what a build or a generator writes, but a text may name it. */
function isIgnored(file) {
  try {
    // Some patterns are for folders only.
    return execFileSync('git', ['check-ignore', file, `${file}/`]).length > 0
  } catch {
    return false
  }
}

/** What a path may mean: from the root, from the folder of the text, or the end of a path. `*` and `<name>` are any name. */
function filesNamed(code, folder) {
  const name = code.replace(/\/$/, '')
  if (/[*<]/.test(name)) {
    const pattern = name.replaceAll('.', String.raw`\.`).replaceAll(/<\w+>|\*/g, '[^/]+')
    return [...known].filter((file) => new RegExp(`(^|/)${pattern}$`).test(file))
  }
  const places = [name, path.join(folder, name)]
  const exact = places.find((file) => known.has(file))
  if (exact) return [exact]
  const ends = EXTENSION.test(name) ? files.filter((file) => file.endsWith(`/${name}`)) : []
  // Last, because each asks git.
  return ends.length > 0 ? ends : places.filter(isIgnored).slice(0, 1)
}

const withoutBlocks = (text) => text.replaceAll(/^```.*?^```$/gms, (block) => block.replaceAll(/[^\n]/g, ''))

/** The anchors that GitHub gives to the headings of a file. */
function anchorsOf(file) {
  const headings = withoutBlocks(readFileSync(file, 'utf8')).matchAll(/^#+ (.*)$/gm)
  return [...headings].map(([, heading]) =>
    heading
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function* brokenLinks(line, file) {
  for (const [, target] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue
    const [to, anchor] = target.split('#')
    const found = to === '' ? file : path.join(path.dirname(file), to).replace(/\/$/, '')
    if (!known.has(found)) yield `the link ${target} leads nowhere`
    else if (anchor && !anchorsOf(found).includes(anchor)) yield `there is no heading for ${target}`
  }
}

function* missingPaths(line, file) {
  for (const [, code] of line.matchAll(/`([^`]+)`/g)) {
    if (isPath(code) && filesNamed(code, path.dirname(file)).length === 0) yield `there is no ${code}`
  }
}

/** Apostrophes are written in several ways. */
const plain = (text) => text.replaceAll(/’|\\'/g, "'").replaceAll(/\s+/g, ' ')

function* missingTests(line, file) {
  for (const [, code, quoted] of line.matchAll(/`([^`]+\.test\.ts)`((?:(?:,| and)? "[^"]+")+)/g)) {
    const tests = filesNamed(code, path.dirname(file))
    if (tests.length > 1) yield `${code} may be any of ${tests.join(', ')}`
    const text = tests.map((test) => plain(readFileSync(test, 'utf8'))).join('\n')
    for (const [, name] of quoted.matchAll(/"([^"]+)"/g)) {
      if (!text.includes(plain(name))) yield `${code} has no test "${name}"`
    }
  }
}

const DECISIONS = 'docs/decisions/README.md'

/** Every decision is in the index. */
function* unlisted(file) {
  const isDecision = path.dirname(file) === path.dirname(DECISIONS) && file !== DECISIONS
  if (isDecision && !readFileSync(DECISIONS, 'utf8').includes(`(${path.basename(file)})`))
    yield `is not in ${DECISIONS}`
}

const texts = process.argv.length > 2 ? process.argv.slice(2) : files.filter((file) => file.endsWith('.md'))
let mistakes = 0
function report(place, mistake) {
  mistakes++
  process.stderr.write(`${place}: ${mistake}\n`)
}

for (const file of texts) {
  for (const mistake of unlisted(file)) report(file, mistake)
  const lines = withoutBlocks(readFileSync(file, 'utf8')).split('\n')
  for (const [i, line] of lines.entries()) {
    for (const find of [brokenLinks, missingPaths, missingTests]) {
      for (const mistake of find(line, file)) report(`${file}:${i + 1}`, mistake)
    }
  }
}
process.stdout.write(`${texts.length} Markdown files read, ${mistakes} mistakes\n`)
process.exit(mistakes === 0 ? 0 : 1)
