import { expect, test } from 'vitest'
import { tagOptions } from './tag-options.ts'

const USED = ['work', 'home', 'homework', 'Ärger']
const offered = (text: string, taken: string[] = []) =>
  tagOptions(text, USED, taken).map(({ tag, isNew }) => (isNew ? `new ${tag}` : tag))

test('all tags in use are offered for nothing, but those that the task has', () => {
  expect(offered('')).toEqual(USED)
  expect(offered('', ['home'])).toEqual(['work', 'homework', 'Ärger'])
})

test('those that begin with the text come before those that contain it, and the text itself is last', () => {
  expect(offered('wo')).toEqual(['work', 'homework', 'new wo'])
  expect(offered('#HOME')).toEqual(['home', 'homework', 'new HOME'])
})

test('a text that is a tag already is not offered as a new one', () => {
  expect(offered('home')).toEqual(['home', 'homework'])
  expect(offered('home', ['home'])).toEqual(['homework'])
  expect(offered('A\u0308rger')).toEqual(['Ärger'])
})

test('nothing is offered for several tags at once', () => {
  expect(offered('home, wo')).toEqual([])
})

test('at most eight tags in use are offered', () => {
  const many = Array.from({ length: 20 }, (_, i) => `tag ${i}`)
  expect(tagOptions('', many, [])).toHaveLength(8)
})
