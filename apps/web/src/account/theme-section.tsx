import { type LucideIcon, Monitor, Moon, Sun } from 'lucide-react'
import { account } from '../english/account.ts'
import { shell } from '../english/shell.ts'
import { chooseTheme, THEMES, type Theme, useTheme } from '../shell/theme.ts'
import { Section } from './section.tsx'

const words = account.theme

const ICON: Record<Theme, LucideIcon> = { system: Monitor, light: Sun, dark: Moon }

export function ThemeSection() {
  const chosen = useTheme()
  return (
    <Section id="theme" title={words.title} text={words.text}>
      <fieldset className="grid max-w-md grid-cols-3 gap-2">
        <legend className="sr-only">{words.legend}</legend>
        {THEMES.map((theme) => {
          const Icon = ICON[theme]
          return (
            <label
              key={theme}
              className="card grid cursor-pointer justify-items-center gap-1.5 px-2 py-3 text-center text-sm outline-offset-2 outline-accent hover:bg-hover has-checked:border-accent has-checked:bg-accent-tint has-[:focus-visible]:outline-2"
            >
              <input
                type="radio"
                name="theme"
                className="sr-only"
                checked={chosen === theme}
                onChange={() => chooseTheme(theme)}
              />
              <Icon size={20} aria-hidden className={chosen === theme ? 'text-accent' : 'text-soft'} />
              {shell.theme[theme]}
            </label>
          )
        })}
      </fieldset>
    </Section>
  )
}
