export const session = {
  signIn: {
    title: 'Sign in',
    action: 'Sign in',
    busy: 'Signing in…',
    notice: {
      ended: 'Your session has ended. Sign in to go on where you were.',
      reset: 'Your password is changed. Sign in with the new one.',
    },
    forgot: 'Forgot your password?',
    unverified:
      'Your e-mail address is not verified yet. Follow the link that was mailed to it, then sign in.',
    other: 'New here?',
    otherAction: 'Create an account',
  },
  signUp: {
    title: 'Create an account',
    action: 'Create account',
    busy: 'Creating…',
    other: 'Have an account?',
    otherAction: 'Sign in',
    verifyFirst: 'Look at your mail',
    verifyFirstText: (address: string) =>
      `Your account is there. A mail was sent to ${address}: follow its link, then sign in.`,
    verified: 'Have you followed it?',
  },
  name: 'Name',
  email: 'E-mail',
  password: 'Password',
  passwordHint: '8 characters or more. A few words that only you would put together are best.',
  resend: 'Send the mail again',
  resending: 'Sending…',
  resent: (address: string) => `A mail is on its way to ${address}.`,
  wrong: 'That e-mail address and password do not belong together',
  tooMany: (seconds: number) => `Too many attempts. Try again in ${seconds} s`,
  unreachable: 'The server does not answer. Try again in a moment',
  forDevelopers: 'For developers',
} as const
