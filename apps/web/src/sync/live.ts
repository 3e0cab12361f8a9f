import { TRPCClientError } from '@trpc/client'
import { client } from '../api/client.ts'
import type { TaskChange } from './lists/task-list.ts'

interface LiveOptions {
  onChange: (change: TaskChange) => void
  /** Changes may have been missed, because there is no revision to resume from. */
  onGap: () => void
}

/** Subscribes to the changes of tasks from any tab, program or device. */
export function followLive({ onChange, onGap }: LiveOptions) {
  /** The last revision received, and its epoch: a restored database counts revisions again. */
  let position: { lastEventId: string; epoch: string } | undefined

  const open = () =>
    client.task.onChange.subscribe(position, {
      onStarted: () => {
        if (!position) onGap()
      },
      onData: ({ id, data }) => {
        position = { lastEventId: id, epoch: data.epoch }
        onChange(data)
      },
      onError: (error) => {
        if (!(error instanceof TRPCClientError) || error.data?.error !== 'RESYNC_REQUIRED') return
        position = undefined
        stream = open()
      },
    })
  let stream = open()

  return {
    /** Connects at once. By itself, the client waits longer after each attempt that has failed. */
    wake: () => {
      stream.unsubscribe()
      stream = open()
    },
    close: () => stream.unsubscribe(),
  }
}
