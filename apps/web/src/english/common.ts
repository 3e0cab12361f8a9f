/** Texts shared by all pages. All English text of the app is in this folder. */
export const common = {
  product: 'Tandem',
  loading: 'Loading…',
  more: 'Show more',
  loadingMore: 'Loading more…',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  retry: 'Try again',
  skipToContent: 'Skip to content',
  notifications: 'Notifications',
  unreachable: {
    title: 'Tandem cannot be reached',
    text: 'The server is not responding. This page keeps trying, and carries on as soon as it can.',
    banner: 'The server is not responding. Your changes are kept here, and sent when it is back.',
    offline: 'You are offline. Your changes are kept here, and sent when you are back.',
  },
  notHere: 'This is not on your device yet. It appears as soon as you are connected.',
  failed: {
    title: 'Something went wrong',
    text: 'This page ran into an error. Nothing that was saved is lost.',
    reload: 'Reload',
  },
  pending: (count: number) => (count === 1 ? '1 change to be sent' : `${count} changes to be sent`),
} as const

/** The document title of a page. */
export const titleOf = (page?: string) => (page ? `${page} · ${common.product}` : common.product)

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`
