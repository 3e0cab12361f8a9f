/** NUL and half a surrogate pair are no text for PostgreSQL. */
export const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()
