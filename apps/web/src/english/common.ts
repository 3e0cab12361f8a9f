/** Texts shared by all pages. All English text of the app is in this folder. */
export const common = {
  product: 'Tandem',
  promise: 'Your tasks, everywhere at once.',
  loading: 'Loading…',
  more: 'Show more',
  loadingMore: 'Loading more…',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  retry: 'Try again',
  skipToContent: 'Skip to the content',
  notifications: 'Notifications',
  notFound: {
    title: 'There is no such page',
    text: 'It may have moved, or the address has a mistake.',
    home: 'Go to your tasks',
  },
  unreachable: {
    title: 'Tandem cannot be reached',
    text: 'The server does not answer. This page looks again by itself, and goes on as soon as it does.',
    banner: 'The server does not answer. What you do is kept here, and sent when it is back.',
    offline: 'You are offline. What you do is kept here, and sent when you are back.',
  },
  notHere: 'This is not on your device. It appears as soon as there is a connection.',
  failed: {
    title: 'This page has stopped',
    text: 'An error that should not have happened. Nothing that was saved is lost.',
    reload: 'Load again',
  },
  pending: (count: number) => (count === 1 ? '1 change to be sent' : `${count} changes to be sent`),
} as const

/** The document title of a page. */
export const titleOf = (page?: string) => (page ? `${page} · ${common.product}` : common.product)

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`
