import {
  File,
  FileArchive,
  FileImage,
  FileSpreadsheet,
  FileText,
  type LucideIcon,
  Presentation,
} from 'lucide-react'

const ICONS: readonly (readonly [RegExp, LucideIcon])[] = [
  [/^image\//, FileImage],
  [/zip$/, FileArchive],
  [/spreadsheet|excel/, FileSpreadsheet],
  [/presentation|powerpoint/, Presentation],
  [/^text\/|pdf$|word|document/, FileText],
]

/** The icon of a type, in the size of a thumbnail. */
export function FileIcon({ mediaType }: { mediaType: string }) {
  const Icon = ICONS.find(([pattern]) => pattern.test(mediaType))?.[1] ?? File
  return (
    <span className="grid size-11 shrink-0 place-items-center rounded-lg bg-sunken text-soft">
      <Icon size={20} aria-hidden />
    </span>
  )
}
