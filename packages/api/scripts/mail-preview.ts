import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { examples } from '../src/mail/templates/examples.ts'

/** `pnpm mail:preview [folder]`: writes every mail as it looks and as text, for a browser and an editor. */
const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../../../.data/mail-preview'))
await mkdir(folder, { recursive: true })
for (const [name, example] of Object.entries(examples)) {
  const { subject, text, html } = example('Ada Lovelace', 'https://tasks.example.com')
  await writeFile(path.join(folder, `${name}.html`), html)
  await writeFile(path.join(folder, `${name}.txt`), `Subject: ${subject}\n\n${text}`)
  process.stdout.write(`${path.join(folder, name)}.html  ${subject}\n`)
}
