/** Texts of an address that leads to nothing. */
export const notFound = {
  title: 'Page not found',
  text: 'It may have moved, or there is a mistake in the address.',
  home: 'Go to your tasks',
} as const
