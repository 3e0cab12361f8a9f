import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'

const packageRoot = path.join(import.meta.dirname, '..')

test('the example in the README of the repository is the file that is type-checked, in ten lines at most', async () => {
  const readme = await readFile(path.join(packageRoot, '../../README.md'), 'utf8')
  const example = await readFile(path.join(packageRoot, 'fixtures/readme.ts'), 'utf8')
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\`\n`)
  expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(10)
})
