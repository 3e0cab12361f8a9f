/** Texts of the account menu, whose entries are in the palette as well. */
export const accountMenu = {
  shortcuts: 'Keyboard shortcuts',
  docs: 'API documentation',
  signOut: 'Sign out',
  install: 'Install the app',
  theme: { system: 'System', light: 'Light', dark: 'Dark' },
  themeIs: (theme: string) => `Theme: ${theme}`,
} as const
