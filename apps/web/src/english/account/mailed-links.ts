/** Texts of the pages that mailed links lead to, and of the way to such a mail. */
export const mailedLinks = {
  signIn: 'Sign in',
  tasks: 'Go to your tasks',
  account: 'Go to your account',
  spent: 'This link no longer works',
  noLink: 'Open the link in your mail',
  noLinkText: 'This page needs the link that was mailed to you. After a reload, open the link again.',

  verify: {
    title: 'Verify an address',
    running: 'Verifying your e-mail address…',
    verified: 'Your e-mail address is verified',
    verifiedText: 'It is the one that you sign in with.',
    spentText: 'A link works once, within 24 hours, and only until you enter another address.',
    signInFirst:
      'If you followed it before, your address is verified. If not, sign in and ask for another mail.',
    nothingWaits: (address: string) => `Your address ${address} is verified: there is nothing left to do.`,
    waits: (address: string) => `Your address ${address} is not verified yet.`,
    taken: 'Another account has this address',
    takenText: 'It was taken before you followed the link. Your account keeps its current address.',
    failed: 'Your address was not verified',
  },

  forgot: {
    title: 'Forgot your password?',
    text: 'Enter the address of your account to get a link for choosing a new password.',
    action: 'Send the link',
    busy: 'Sending…',
    other: 'Remembered it?',
    sent: 'Check your mail',
    sentText: (address: string) =>
      `If an account has the address ${address}, a mail with a link is on its way. The link works once, for an hour.`,
    nothing: 'Nothing there? Look in your spam folder, or try another address.',
    again: 'Send again',
  },

  reset: {
    title: 'Choose a new password',
    text: 'This signs you out on all devices.',
    password: 'New password',
    that: 'That password',
    action: 'Change the password',
    busy: 'Changing…',
    spentText: 'A link works once, within an hour, and only until the password is changed.',
    askAnew: 'Ask for a new link',
    changed: 'Your password has been changed',
    ofAnother: 'It belongs to a different account from the one you are signed in to here.',
  },
} as const
