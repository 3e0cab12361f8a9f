import { type LucideIcon, Rows2, Rows4 } from 'lucide-react'
import { account } from '../english/account/account.ts'
import { accountMenu } from '../english/account/account-menu.ts'
import { chooseDensity, DENSITIES, type Density, useDensity } from '../shell/density.ts'
import { chooseTheme, THEMES, useTheme } from '../shell/theme.ts'
import { THEME_ICON } from '../shell/theme-icon.ts'
import { Section } from './section.tsx'

const words = account.theme

const DENSITY_ICON: Record<Density, LucideIcon> = { comfortable: Rows2, compact: Rows4 }

/** How the app looks on this device. */
export function ThemeSection() {
  const theme = useTheme()
  const density = useDensity()
  return (
    <Section id="theme" title={words.title} text={words.text}>
      <div className="grid max-w-md gap-5">
        <Choice
          name="theme"
          legend={words.legend}
          options={THEMES.map((one) => ({
            value: one,
            label: accountMenu.theme[one],
            icon: THEME_ICON[one],
          }))}
          chosen={theme}
          onChoose={chooseTheme}
        />
        {/* A finger needs the room. */}
        <div className="pointer-coarse:hidden">
          <Choice
            name="density"
            legend={words.density}
            options={DENSITIES.map((one) => ({
              value: one,
              label: words.densities[one],
              icon: DENSITY_ICON[one],
            }))}
            chosen={density}
            onChoose={chooseDensity}
          />
        </div>
      </div>
    </Section>
  )
}

interface ChoiceProps<T extends string> {
  name: string
  legend: string
  options: { value: T; label: string; icon: LucideIcon }[]
  chosen: T
  onChoose: (value: T) => void
}

function Choice<T extends string>({ name, legend, options, chosen, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{legend}</legend>
      <div className="grid auto-cols-fr grid-flow-col gap-2">
        {options.map(({ value, label, icon: Icon }) => (
          <label
            key={value}
            className="card relative grid cursor-pointer justify-items-center gap-1.5 px-2 py-3 text-center text-sm outline-accent outline-offset-2 hover:bg-hover has-checked:border-accent has-checked:bg-accent-tint has-[:focus-visible]:outline-2"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={chosen === value}
              onChange={() => onChoose(value)}
            />
            <Icon size={20} aria-hidden className={chosen === value ? 'text-accent' : 'text-soft'} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
