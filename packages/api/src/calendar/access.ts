import type { Access } from '../testing/access.ts'
import type { calendarRouter } from './router.ts'

export const access = {
  class: 'session',
  calls: {
    feed: {},
    createFeed: {},
    revokeFeed: {},
  },
  more: {
    feed: [{ path: '/mine.ics' }],
    createFeed: [{ path: '/mine.ics' }],
    revokeFeed: [{ path: '/mine.ics' }],
  },
} satisfies Access<typeof calendarRouter>
