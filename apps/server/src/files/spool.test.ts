import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Spool } from './spool.ts'

async function newFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-spool-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('a name that a killed process left is removed at the next start, and no upload on its way is disturbed', async () => {
  const folder = await newFolder()
  await writeFile(path.join(folder, 'left'), '')
  const open = await Spool.open(folder)
  const [opened] = await Promise.all([Spool.open(folder), Spool.clear(folder), Spool.clear(folder)])
  expect(await readdir(folder)).toEqual([])
  for (const spool of [open, opened]) {
    await spool.write(Buffer.from('whole'))
    expect(await spool.toFile('a.txt', 'text/plain').text()).toBe('whole')
    await spool.close()
  }
})

test('where there is no folder yet, there is nothing to remove', async () => {
  const folder = path.join(await newFolder(), 'none')
  await Spool.clear(folder)
  await expect(readdir(folder)).rejects.toThrow('ENOENT')
})
