import { z } from 'zod'
import { email, newPassword, userName } from '../identity/user-schema.ts'

export const updateUserInput = z.strictObject({ email: email.optional(), name: userName.optional() })

export const changePasswordInput = z.strictObject({ currentPassword: z.string().max(1000), newPassword })
