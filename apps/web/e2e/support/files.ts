import type { Page } from 'playwright-core'
import { newUser, open } from './harness.ts'
import { sheet, visible } from './locators.ts'
import { type SampleFile, toFile } from './sample-files.ts'
import type { User } from './server/user.ts'

/** The address to which a file is sent. */
export const UPLOAD = /\/api\/v1\/[^/]+\/tasks\/[^/]+\/files$/

export const addButton = (page: Page) => sheet(page).getByRole('button', { name: 'Add files' })
export const items = (page: Page) =>
  sheet(page).getByRole('list', { name: 'Files', exact: true }).getByRole('listitem')
export const item = (page: Page, name: string) => items(page).filter({ hasText: name })
/** The row of a file that is being added, or was not. */
export const upload = (page: Page, name: string) =>
  sheet(page).getByRole('list', { name: 'Files being added' }).getByRole('listitem').filter({ hasText: name })
export const picker = (page: Page) => sheet(page).locator('input[type=file]')
export const namesOf = (files: readonly { name: string }[]) => files.map(({ name }) => name)

/** The panel of a new task with these files. */
export async function openFiles(files: SampleFile[] = []): Promise<{ ada: User; id: string; page: Page }> {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  for (const file of files) await ada.addFile(id, toFile(file))
  const page = await open(ada, `/?task=${id}`)
  await visible(addButton(page))
  return { ada, id, page }
}
