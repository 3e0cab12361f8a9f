export const session = {
  promise: 'Your tasks, everywhere at once.',
  signIn: {
    title: 'Sign in',
    action: 'Sign in',
    busy: 'Signing in…',
    notice: {
      ended: 'Your session has ended. Sign in to pick up where you left off.',
      reset: 'Your password has been changed. Sign in with the new one.',
    },
    forgot: 'Forgot your password?',
    unverified:
      'Your e-mail address is not verified yet. Follow the link in the mail sent to it, then sign in.',
    other: 'New here?',
    otherAction: 'Create an account',
  },
  signUp: {
    title: 'Create an account',
    action: 'Create account',
    busy: 'Creating…',
    other: 'Have an account?',
    otherAction: 'Sign in',
    verifyFirst: 'Check your mail',
    verifyFirstText: (address: string) =>
      `Your account is ready. A mail was sent to ${address}: follow the link in it, then sign in.`,
    verified: 'Already followed it?',
  },
  name: 'Name',
  email: 'E-mail',
  password: 'Password',
  passwordHint: '8 characters or more. A few words that only you would put together are best.',
  resend: 'Send the mail again',
  resending: 'Sending…',
  resent: (address: string) => `A mail is on its way to ${address}.`,
  wrong: 'That e-mail address and password do not match',
  tooMany: (seconds: number) => `Too many attempts. Try again in ${seconds} s`,
  unreachable: 'The server is not responding. Try again in a moment',
  forDevelopers: 'For developers',
} as const
