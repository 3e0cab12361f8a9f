import type { LucideProps } from 'lucide-react'
import { createElement, type ReactElement } from 'react'

/** An icon as Lucide's files give it: the elements of a drawing of 24 by 24. */
interface IconData {
  node: readonly (readonly [tag: string, attributes: Record<string, string>])[]
}

/**
 * Makes the component of an icon. In the build it stands in for Lucide's `createLucideIcon`, whose options for every case are 1 kB of
 * the first load: of them the app uses the size, the width of the stroke, and attributes of the element.
 */
export default function createIcon({ node }: IconData) {
  return ({
    size = 24,
    ...attributes
  }: Pick<LucideProps, 'size' | 'strokeWidth' | 'className'>): ReactElement =>
    createElement(
      'svg',
      {
        viewBox: '0 0 24 24',
        width: size,
        height: size,
        fill: 'none',
        stroke: 'currentColor',
        strokeWidth: 2,
        strokeLinecap: 'round',
        strokeLinejoin: 'round',
        'aria-hidden': true,
        ...attributes,
      },
      node.map(([tag, given]) => createElement(tag, given)),
    )
}
