import { useEffect } from 'react'
import { useSync } from '../sync/use-sync.tsx'
import { followTouchDrags } from './touch-drags.ts'

/** Drags of tasks by a finger, wherever a mouse can drag them. */
export function TaskDrags() {
  const { find } = useSync()
  useEffect(() => followTouchDrags((id) => find(id)?.title ?? ''), [find])
  return null
}
