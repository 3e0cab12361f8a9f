import { clsx } from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'

const VARIANT = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border border-line bg-surface hover:bg-hover',
  quiet: 'hover:bg-hover',
  danger: 'border border-bad text-bad hover:bg-bad-tint',
} as const

interface ButtonProps extends ComponentProps<'button'> {
  variant?: keyof typeof VARIANT
  icon?: LucideIcon | undefined
}

export function Button({
  variant = 'plain',
  icon: Icon,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={clsx(
        'inline-flex min-h-9 items-center justify-center gap-2 rounded-lg px-3 py-1.5 font-medium text-sm transition-colors',
        'disabled:cursor-not-allowed disabled:opacity-55',
        VARIANT[variant],
        className,
      )}
      {...rest}
    >
      {Icon && <Icon size={16} aria-hidden />}
      {children}
    </button>
  )
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** The accessible name and the tooltip. */
  label: string
  icon: LucideIcon
  size?: number
}

export function IconButton({ label, icon: Icon, size = 18, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={clsx(
        'inline-grid size-9 shrink-0 place-items-center rounded-lg text-soft transition-colors hover:bg-hover hover:text-ink',
        className,
      )}
      {...rest}
    >
      <Icon size={size} aria-hidden />
    </button>
  )
}
