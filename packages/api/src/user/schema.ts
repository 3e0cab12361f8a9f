import { z } from 'zod'
import { timeZone } from '../core/fields/time.ts'
import { email, newPassword, userName } from '../identity/user-schema.ts'

const currentPassword = z.string().max(1000)

export const updateUserInput = z.strictObject({
  email: email.optional().meta({
    description:
      'A new address counts once it is verified, by a link that is mailed to it. Your own ends the waiting for another',
  }),
  name: userName.optional(),
  timeZone: timeZone.optional().meta({
    description:
      'By whose clocks days begin and end. Tasks that are due a whole day stay on it, and their `dueAt` moves',
  }),
  currentPassword: currentPassword.optional().meta({ description: 'Required for a new address' }),
})

export const changePasswordInput = z.strictObject({ currentPassword, newPassword })
