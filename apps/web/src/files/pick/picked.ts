import { files as words } from '../../english/task/files.ts'
import type { Picked } from '../upload/uploads.ts'

/** The files that were dropped. A folder is among them, to say that it cannot be added. */
export function droppedFiles({ items }: DataTransfer): Picked[] {
  return [...items].flatMap((item): Picked[] => {
    const file = item.kind === 'file' ? item.getAsFile() : null
    if (!file) return []
    const isFolder = item.webkitGetAsEntry()?.isDirectory === true
    return [{ file, ...(isFolder && { failure: { reason: 'folder' as const } }) }]
  })
}

/** The files that were pasted. An image that is no file gets a name with the time. */
export function pastedFiles(files: Iterable<File>, at: Date): Picked[] {
  return [...files].map((file) => ({ file: isBareImage(file) ? named(file, at) : file }))
}

/** Browsers call the image that somebody copied from a page or a screen `image.png`. */
const isBareImage = ({ name, type }: File) => type.startsWith('image/') && /^(image\.\w+)?$/i.test(name)

function named(file: File, at: Date): File {
  const [, extension = 'png'] = /^image\/(\w+)/.exec(file.type) ?? []
  return new File([file], `${words.pasted(at)}.${extension}`, { type: file.type })
}
