/** A singular with its article: `a task`, `an order`. */
export function withArticle(one: string): string {
  return /^[aeiou]/.test(one) ? `an ${one}` : `a ${one}`
}

/** With a capital, as the first word of a sentence. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
