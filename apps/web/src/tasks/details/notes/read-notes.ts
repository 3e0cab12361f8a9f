import { MAX_LENGTH } from '../../../api/text-length.ts'
import { tooLong } from '../../field-text.ts'

/** The notes that a text stands for. */
export function readNotes(text: string) {
  return tooLong(text, MAX_LENGTH.description) ?? { patch: { description: text === '' ? null : text } }
}
