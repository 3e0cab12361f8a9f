import type { Services } from '../../core/services.ts'

/**
 * From now on, whatever enqueues a job fails right after it, so that a test sees whether its transaction takes the job back.
 * Returns what ends that.
 */
export function failAfterEnqueue(services: Services): () => void {
  const { jobs } = services
  services.jobs = {
    ...jobs,
    enqueue: async (...call) => {
      await jobs.enqueue(...call)
      throw new Error('rolled back')
    },
  }
  return () => {
    services.jobs = jobs
  }
}
