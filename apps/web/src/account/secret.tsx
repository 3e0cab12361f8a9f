import { Check, Copy } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { account as words } from '../english/account/account.ts'
import { Button } from '../ui/button.tsx'

interface SecretProps {
  label: string
  value: string
  onCopied?: () => void
}

/** A secret that shows once, with a button to copy it. */
export function Secret({ label, value, onCopied }: SecretProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<'shown' | 'copied' | 'failed'>('shown')
  const copy = async () => {
    try {
      // The clipboard exists on HTTPS and localhost only.
      await navigator.clipboard.writeText(value)
      setState('copied')
      onCopied?.()
    } catch {
      input.current?.select()
      setState('failed')
    }
  }
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          ref={input}
          id={id}
          readOnly
          value={value}
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          onCopy={onCopied}
          className="field min-w-0 font-mono text-sm"
        />
        <Button
          variant="primary"
          icon={state === 'copied' ? Check : Copy}
          onClick={() => void copy()}
          className="shrink-0"
        >
          {state === 'copied' ? words.copied : words.copy}
        </Button>
      </div>
      <p role="status" className={state === 'failed' ? 'text-sm text-warn' : 'sr-only'}>
        {state === 'copied' && words.copied}
        {state === 'failed' && words.copyFailed}
      </p>
    </div>
  )
}
