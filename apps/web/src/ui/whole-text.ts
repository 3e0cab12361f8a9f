import type { MouseEvent } from 'react'

/** Where the text of a button or a link is cut off, in itself or in its element with `data-clamped`, the pointer shows all of it. */
export function showWholeText({ currentTarget: element }: MouseEvent<HTMLElement>): void {
  const clamped = element.querySelector('[data-clamped]') ?? element
  const isCut = clamped.scrollHeight > clamped.clientHeight
  element.title = isCut ? (clamped.textContent ?? '') : ''
}
