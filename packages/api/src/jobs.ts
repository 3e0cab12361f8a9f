import {
  sendReset,
  sendVerification,
  sendVerificationTo,
  sendWelcome,
} from './identity/mails/mailed-links.ts'
import { sendAddressChanged, sendPasswordChanged } from './identity/mails/notices.ts'
import type { Job } from './jobs/define-job.ts'
import { purgeSettledJobs } from './jobs/purge-settled-jobs.ts'

/** Every job that the server runs. A new one adds its line. */
export const jobs: readonly Job[] = [
  purgeSettledJobs,
  sendWelcome,
  sendVerification,
  sendVerificationTo,
  sendReset,
  sendAddressChanged,
  sendPasswordChanged,
]
