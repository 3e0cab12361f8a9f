import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useTRPCClient } from '../api/trpc.ts'
import { account } from '../english/account.ts'
import { Button } from '../ui/button.tsx'
import { formErrors } from '../ui/form/form-errors.ts'
import { FormError, Section } from './section.tsx'

const words = account.data

export function DataSection() {
  const client = useTRPCClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => download(await client.user.export.query()),
  })
  return (
    <Section id="data" title={words.title} text={words.text}>
      <div className="grid justify-items-start gap-4">
        <Button icon={Download} disabled={isPending} onClick={() => mutate()}>
          {isPending ? words.busy : words.action}
        </Button>
        <FormError text={formErrors(error, []).rest} />
      </div>
    </Section>
  )
}

/** Downloads a value as a JSON file. */
function download(data: { exportedAt: string }): void {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(data, undefined, 2)], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = words.file(data.exportedAt.slice(0, 10))
  link.click()
  // The download may start late.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
