import { LRUCache } from 'lru-cache'
import { type AnswerStore, type KeptAnswer, MAX_PARTITION_BYTES } from './store.ts'

interface Partition {
  answers: Map<string, KeptAnswer>
  bytes: number
}

interface MemoryStoreOptions {
  /** Beyond this the partitions that were not used for longest are dropped. */
  maxBytes?: number
  maxPartitionBytes?: number
}

/** What an entry takes beside its text, roughly. */
const OVERHEAD_BYTES = 300

/** Keeps answers in the memory of this process. */
export function createMemoryStore(options: MemoryStoreOptions = {}): AnswerStore {
  const { maxBytes = 64 * 1024 * 1024, maxPartitionBytes = MAX_PARTITION_BYTES } = options
  const partitions = new LRUCache<string, Partition>({
    maxSize: maxBytes,
    sizeCalculation: ({ bytes }) => bytes,
  })

  /** The map is the identity of a partition: one that was dropped never comes back. */
  function keep(name: string, answers: Partition['answers'], key: string, answer: KeptAnswer) {
    const partition = partitions.peek(name)
    if (partition?.answers !== answers) return
    const replaced = answers.get(key)
    const bytes = partition.bytes + sizeOf(key, answer) - (replaced ? sizeOf(key, replaced) : 0)
    if (bytes > maxPartitionBytes) {
      partitions.delete(name)
      return
    }
    answers.set(key, answer)
    // A new object, because the library measures no object twice.
    partitions.set(name, { answers, bytes })
  }

  return {
    async find(name, key) {
      let partition = partitions.get(name)
      if (!partition) {
        partition = { answers: new Map(), bytes: OVERHEAD_BYTES + 2 * name.length }
        partitions.set(name, partition)
      }
      const { answers } = partition
      return { answer: answers.get(key), keep: (answer) => keep(name, answers, key, answer) }
    },
    async drop(names) {
      for (const name of names) partitions.delete(name)
    },
    async close() {
      partitions.clear()
    },
  }
}

/** At most: a character takes one byte or two. */
function sizeOf(key: string, { json }: KeptAnswer): number {
  return OVERHEAD_BYTES + 2 * (key.length + json.length)
}
