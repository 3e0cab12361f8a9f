/** HTML that is safe to send: written here, or made of values that were escaped. */
export class Html {
  constructor(readonly source: string) {}
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A template of HTML. Every value is escaped for text and for quoted attributes, unless it is HTML already. */
export function html(parts: TemplateStringsArray, ...values: (string | Html | Html[])[]): Html {
  return new Html(parts.map((part, i) => part + sourceOf(values[i])).join(''))
}

function sourceOf(value: string | Html | Html[] | undefined): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.source
  if (Array.isArray(value)) return value.map(({ source }) => source).join('')
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
