import { compiler, type MarkdownToJSX } from 'markdown-to-jsx/react'
import type { ComponentProps, ReactNode } from 'react'

/** Other schemes run code or read files, and a path says nothing to someone who reads it elsewhere. */
const SAFE = /^(?:https?|mailto|tel):/i

function Anchor({ href, children }: ComponentProps<'a'>) {
  if (href === undefined || !SAFE.test(href)) return children
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="text-accent underline underline-offset-2 hover:text-accent-strong"
    >
      {children}
    </a>
  )
}

/** Images elsewhere would tell their server who reads the notes and when. A link shows where they are. */
const Picture = ({ src, alt }: ComponentProps<'img'>) => (
  <Anchor href={typeof src === 'string' ? src : undefined}>{alt || src}</Anchor>
)

const Checkbox = ({ checked }: ComponentProps<'input'>) => (checked ? '☑' : '☐')

/** Without the attributes that the text could set, such as an id. */
const plain = (Tag: 'div' | 'h3', className?: string) =>
  function Plain({ children }: { children?: ReactNode }) {
    return <Tag className={className}>{children}</Tag>
  }

const overrides: MarkdownToJSX.Overrides = {
  a: Anchor,
  img: Picture,
  input: Checkbox,
  div: plain('div'),
  // Of one level below the panel's, because notes may begin with any.
  h1: plain('h3', 'text-lg'),
  ...Object.fromEntries(['h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, plain('h3')])),
}

/** Markdown as React elements. Raw HTML in it is text. */
export default function Markdown({ text }: { text: string }) {
  return (
    <div className="notes">
      {compiler(text, { disableParsingRawHTML: true, forceBlock: true, wrapper: null, overrides })}
    </div>
  )
}
