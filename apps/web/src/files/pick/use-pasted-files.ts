import { useEffect, useRef } from 'react'
import type { Picked } from '../upload/uploads.ts'
import { pastedFiles } from './picked.ts'

/** Takes files and images that are pasted while it is mounted. Text that is pasted into a field stays the field's. */
export function usePastedFiles(onPasted: (picked: Picked[]) => void): void {
  const latest = useRef(onPasted)
  latest.current = onPasted
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const { clipboardData: data } = event
      if (event.defaultPrevented || !data || data.files.length === 0) return
      // Office programs copy a text together with its image.
      if (isTextField(event.target) && data.types.includes('text/plain')) return
      event.preventDefault()
      latest.current(pastedFiles(data.files, new Date()))
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [])
}

const isTextField = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
