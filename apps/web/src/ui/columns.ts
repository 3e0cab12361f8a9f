/**
 * The item that a key moves to, in columns of items. The container is marked with `data-columns`, each column with
 * `data-column`, and each focusable item with `data-item`.
 */
export function neighbourOf(item: HTMLElement, key: string): HTMLElement | undefined {
  const column = item.closest('[data-column]')
  if (!column) return undefined
  const items = itemsOf(column)
  const at = items.indexOf(item)
  switch (key) {
    case 'ArrowDown':
      return items[at + 1]
    case 'ArrowUp':
      return items[at - 1]
    case 'ArrowLeft':
      return itemBeside(column, -1, at)
    case 'ArrowRight':
      return itemBeside(column, 1, at)
    case 'Home':
      return items[0]
    case 'End':
      return items.at(-1)
    default:
      return undefined
  }
}

/** The target of an event, if it is an item. */
export function itemOf(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof HTMLElement && 'item' in target.dataset ? target : undefined
}

const itemsOf = (column: Element) => [...column.querySelectorAll<HTMLElement>('[data-item]')]

/** The item at the same position in the nearest column that is not empty. */
function itemBeside(column: Element, step: 1 | -1, at: number): HTMLElement | undefined {
  const columns = [...(column.closest('[data-columns]')?.querySelectorAll('[data-column]') ?? [])]
  for (let i = columns.indexOf(column) + step; ; i += step) {
    const next = columns[i]
    if (!next) return undefined
    const items = itemsOf(next)
    if (items.length > 0) return items[Math.min(at, items.length - 1)]
  }
}
