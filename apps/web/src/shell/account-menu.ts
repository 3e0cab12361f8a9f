import {
  BookOpen,
  Download,
  Keyboard,
  LogOut,
  type LucideIcon,
  Rows3,
  Trash2,
  UserRound,
  Users,
} from 'lucide-react'
import { BASE_PATH } from '../api/base-path.ts'
import { accountMenu as words } from '../english/account/account-menu.ts'
import { shell } from '../english/shell.ts'
import type { MenuItem } from '../ui/menu/menu-items.ts'
import { touch } from '../ui/use-media.ts'
import { chooseTheme, THEMES, type useTheme } from './theme.ts'
import { THEME_ICON } from './theme-icon.ts'

interface AccountMenuOptions {
  isAdmin: boolean
  /** Pages for which a phone has no room in its bar. Empty where there is a sidebar. */
  pages: readonly { path: string; label: string; icon: LucideIcon }[]
  /** Pages of resources, for which a phone has no room in its bar. */
  resources: readonly { path: string; label: string }[]
  theme: ReturnType<typeof useTheme>
  go: (path: string) => void
  openShortcuts: () => void
  /** Undefined where the browser does not offer it, or the app is installed. */
  install: (() => void) | undefined
  signOut: () => void
}

/** The items of the account menu. */
export function accountMenu({
  isAdmin,
  pages,
  resources,
  theme,
  go,
  openShortcuts,
  install,
  signOut,
}: AccountMenuOptions): MenuItem[] {
  return [
    ...pages.map(({ path, label, icon }) => ({ label, icon, onSelect: () => go(path) })),
    ...(pages.length > 0 ? (['separator'] as const) : []),
    { label: shell.account, icon: UserRound, onSelect: () => go('/account') },
    ...(isAdmin ? [{ label: shell.admin, icon: Users, onSelect: () => go('/admin') }] : []),
    ...(pages.length === 0 ? [{ label: shell.trash, icon: Trash2, onSelect: () => go('/trash') }] : []),
    ...resources.map(({ path, label }) => ({ label, icon: Rows3, onSelect: () => go(path) })),
    'separator',
    ...THEMES.map((one) => ({
      label: words.themeIs(words.theme[one]),
      icon: THEME_ICON[one],
      checked: theme === one,
      onSelect: () => chooseTheme(one),
    })),
    'separator',
    ...(touch.matches
      ? []
      : [{ label: words.shortcuts, icon: Keyboard, shortcut: '?', onSelect: openShortcuts }]),
    {
      label: words.docs,
      icon: BookOpen,
      onSelect: () => window.open(`${BASE_PATH}/docs`, '_blank', 'noopener'),
    },
    ...(install ? [{ label: words.install, icon: Download, onSelect: install }] : []),
    { label: words.signOut, icon: LogOut, onSelect: signOut },
  ]
}
