import { purgeExpiredApiKeys } from './api-key/jobs.ts'
import { purgeMailedLinks } from './auth/jobs.ts'
import { findStrayFiles, removeDeletedFiles, removeStrayFiles } from './file/jobs.ts'
import {
  sendReset,
  sendVerification,
  sendVerificationTo,
  sendWelcome,
} from './identity/mails/mailed-links.ts'
import { sendAddressChanged, sendPasswordChanged } from './identity/mails/notices.ts'
import type { Job } from './jobs/define-job.ts'
import { purgeSettledJobs } from './jobs/purge-settled-jobs.ts'
import { purgeStoredAnswers } from './jobs/purge-stored-answers.ts'
import { purgeEndedSessions } from './session/jobs.ts'
import { purgeTombstones } from './task/jobs.ts'
import { sendReminder } from './task/reminder/send-reminder.ts'

/** Every job that the server runs. A new one adds its line. */
export const jobs: readonly Job[] = [
  purgeTombstones,
  purgeStoredAnswers,
  purgeEndedSessions,
  purgeExpiredApiKeys,
  purgeMailedLinks,
  purgeSettledJobs,
  removeDeletedFiles,
  findStrayFiles,
  removeStrayFiles,
  sendWelcome,
  sendVerification,
  sendVerificationTo,
  sendReset,
  sendAddressChanged,
  sendPasswordChanged,
  sendReminder,
]
