import { plural } from '../../common.ts'

/** What the page of today says when nothing is left to do. */
export const freeDay = {
  free: {
    title: 'Nothing due today',
    text: 'The day is yours. Tasks you add here are due today.',
  },
  finished: {
    title: 'All done for today',
    text: (done: number) => `${plural(done, 'task')} completed. Enjoy the rest of the day.`,
  },
  lookAhead: 'See what is next',
} as const
