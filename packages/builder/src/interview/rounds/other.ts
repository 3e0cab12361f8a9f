import { type Draft, textOf } from '../draft.ts'

/** What is asked in one question while the answer is the usual one. */
export type Usual = 'resource' | 'access' | 'lists'

/** Whether somebody wanted something else than what is usual, and was asked about it in detail. */
export const isOther = (draft: Draft, about: Usual): boolean => textOf(draft, about) === 'other'
