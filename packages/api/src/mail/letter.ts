import { greeting } from './greeting.ts'
import { type Html, html } from './html.ts'
import type { Mail } from './mailer.ts'

/** What a mail says. Both of its forms are made from this, so that they cannot differ. */
export interface Letter {
  /** It holds nothing that a user typed, and so does the preview. */
  subject: string
  /** What a list of mails shows beside the subject. */
  preview: string
  /** The name of the reader. */
  name: string
  paragraphs: string[]
  /** The one thing to do. */
  action?: { label: string; url: string }
  /** What follows the action, in smaller type. */
  notes: string[]
}

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const INK = '#1c2024'
const FAINT = '#60646c'
const ACCENT = '#2f5bd0'

/** Composes a mail that needs no style sheet, no image and no script, and fits a window of 320 px. */
export function compose(letter: Letter): Mail {
  return { subject: letter.subject, text: textOf(letter), html: pageOf(letter).source }
}

function textOf({ name, paragraphs, action, notes }: Letter): string {
  const link = action ? [`${action.label}:\n${action.url}`] : []
  return `${[greeting(name), ...paragraphs, ...link, ...notes, '-- \nTandem'].join('\n\n')}\n`
}

function pageOf({ subject, preview, name, paragraphs, action, notes }: Letter): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light">
<title>${subject}</title>
</head>
<body style="margin:0;padding:0;background:#f4f5f7;${FONT}">
<div style="display:none;max-height:0;overflow:hidden">${preview}</div>
<div style="box-sizing:border-box;max-width:520px;margin:0 auto;padding:24px 12px">
<div style="box-sizing:border-box;background:#ffffff;border:1px solid #e0e3e8;border-radius:8px;padding:24px 20px;color:${INK}">
<p style="margin:0 0 20px;font-size:14px;font-weight:600;color:${ACCENT}">Tandem</p>
${[greeting(name), ...paragraphs].map(paragraph)}
${action ? button(action) : ''}
${notes.map(note)}
</div>
</div>
</body>
</html>
`
}

function paragraph(text: string): Html {
  return html`<p style="margin:0 0 16px;font-size:16px;line-height:1.5;overflow-wrap:anywhere">${text}</p>\n`
}

function note(text: string): Html {
  return html`<p style="margin:0 0 8px;font-size:13px;line-height:1.5;color:${FAINT};overflow-wrap:anywhere">${text}</p>\n`
}

/** The address is written out too: some programs show no links, and some readers trust none. */
function button({ label, url }: { label: string; url: string }): Html {
  return html`<p style="margin:8px 0 16px"><a href="${url}" style="display:inline-block;background:${ACCENT};color:#ffffff;font-size:16px;font-weight:600;line-height:1.25;text-decoration:none;padding:12px 20px;border-radius:6px">${label}</a></p>
<p style="margin:0 0 16px;font-size:13px;line-height:1.5;color:${FAINT};overflow-wrap:anywhere;word-break:break-all">${url}</p>`
}
