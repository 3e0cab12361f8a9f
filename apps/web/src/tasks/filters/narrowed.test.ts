import { expect, test } from 'vitest'
import { narrowed } from './narrowed.ts'

const optionOf = (label: string, isChosen = false) => ({ key: label, label, isChosen, onChoose: () => {} })
const groupOf = (label: string, ...labels: string[]) => ({
  name: 'tag' as const,
  label,
  isSingle: false,
  options: labels.map((one) => optionOf(one)),
})
const groups = [
  groupOf('Priority', 'High', 'Low'),
  groupOf('Project', 'Highway', 'Garden'),
  groupOf('Tag', '#home', '#high-up'),
]
const found = (typed: string) =>
  narrowed(groups, typed).map(
    ({ label, options }) => `${label}: ${options.map((one) => one.label).join(', ')}`,
  )

test('what is typed finds options in all groups, whatever the case', () => {
  expect(found(' HIGH')).toEqual(['Priority: High', 'Project: Highway', 'Tag: #high-up'])
  expect(found('#')).toEqual(['Tag: #home, #high-up'])
  expect(found('nothing')).toEqual([])
})

test('the name of a group finds all its options', () => {
  expect(found('pri')).toEqual(['Priority: High, Low'])
})

test('nothing typed finds everything', () => {
  expect(found(' ')).toHaveLength(3)
})

test('of many options, the first ones and the chosen ones are shown', () => {
  const options = Array.from({ length: 100 }, (_, i) => optionOf(`#${i}`, i === 90))
  const many = { ...groupOf('Tag'), options }
  const [shown] = narrowed([many], '')
  expect(shown?.options.length).toBe(31)
  expect(shown?.options.at(-1)?.label).toBe('#90')
  expect(narrowed([many], '77')[0]?.options.map(({ label }) => label)).toEqual(['#77'])
})
