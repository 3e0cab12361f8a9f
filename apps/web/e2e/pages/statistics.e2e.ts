import { expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { newUser, open } from '../support/harness.ts'
import { heading, row, visible } from '../support/locators.ts'
import { sampleTasks } from '../support/sample-tasks.ts'

test('statistics count the tasks, follow changes, and link to the overdue tasks', async () => {
  const ada = await newUser()
  await ada.createAll(sampleTasks())
  const all = await ada.tasks()
  const done = all.filter(({ status }) => status === 'done').length
  const overdue = all.filter(
    ({ status, dueAt }) => status !== 'done' && dueAt && Date.parse(dueAt) < Date.now(),
  )
  const page = await open(ada, '/stats')
  await visible(heading(page, 'Completed per day'))
  const figure = (label: string) =>
    page.getByRole('term').filter({ hasText: label }).locator('xpath=following-sibling::dd[1]').textContent()
  await expect.poll(() => figure('Open')).toBe(String(all.length - done))
  expect(await figure('Overdue')).toBe(String(overdue.length))
  expect(await figure('Done in 7 days')).toBe(String(done))
  // Arrow keys read the chart day by day.
  const chart = page.getByRole('slider', { name: 'Day' })
  await chart.focus()
  await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(new RegExp(`: ${done} tasks$`))
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(/: 0 tasks$/)
  await page.getByText('Show as a table').click()
  // The days begin with the week of the first completed task.
  expect(await page.getByRole('table').getByRole('row').count()).toBe(8)

  // A change from elsewhere updates the figures.
  const [next] = await ada.tasks({ status: 'todo' })
  await ada.update(next?.id ?? '', { status: 'done' })
  await expect.poll(() => figure('Done in 7 days')).toBe(String(done + 1))

  await page.getByRole('link', { name: 'Show what is overdue' }).click()
  expect(overdue).not.toEqual([])
  await visible(heading(page, 'Tasks'))
  for (const { title } of overdue) await visible(row(page, title))
})

test('before anything is completed, statistics show what there is, and begin with the first completed task', async () => {
  const ada = await newUser()
  const task = await ada.create('Buy milk')
  const page = await open(ada, '/stats')
  await visible(heading(page, 'Your chart starts with your first completed task'))
  const figures = () => page.getByRole('term').allTextContents()
  expect(await figures()).toEqual(['Open', 'Overdue'])
  expect(await violations(page)).toEqual([])
  await ada.update(task.id, { status: 'done' })
  await visible(heading(page, 'Completed per day'))
  await visible(page.getByText('1 task in the last 7 days'))
  expect(await figures()).toContain('Streak')
})
