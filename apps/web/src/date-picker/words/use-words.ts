import { useEffect } from 'react'
import { isLine } from '../../quick-add/line.ts'
import { loadParser, useParser } from '../../quick-add/parser.ts'
import { type Reading, readWords } from './read-words.ts'

/** What the typed words mean. Undefined where there are none, and until the parser is loaded. */
export function useWords(words: string): Reading | undefined {
  const parser = useParser()
  useEffect(loadParser, [])
  if (words.trim() === '') return undefined
  if (!isLine(words)) return { kind: 'nothing' }
  // At every render, because time goes by.
  return parser && readWords(parser, words.trim(), new Date())
}
