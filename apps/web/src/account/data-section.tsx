import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download, FileSpreadsheet, FileUp } from 'lucide-react'
import { Link } from 'wouter'
import { client } from '../api/client.ts'
import { dayOf } from '../calendar/days/day.ts'
import { account } from '../english/account/account.ts'
import { projectsQuery } from '../projects/use-projects.ts'
import { Button } from '../ui/button.tsx'
import { formErrors } from '../ui/form/form-errors.ts'
import { retryImport } from '../ui/retry-import.ts'
import { FormError, Section } from './section.tsx'

const words = account.data

const loadCsv = retryImport(() => import('../import/write-csv.ts'))

export function DataSection() {
  const queries = useQueryClient()
  const json = useMutation({
    mutationFn: async () => {
      const data = await client.user.export.query()
      download(JSON.stringify(data, undefined, 2), 'application/json', words.file(today(), 'json'))
    },
  })
  const csv = useMutation({
    mutationFn: async () => {
      const { allTasks, csvOf } = await loadCsv()
      const projects = await queries.fetchQuery(projectsQuery(client))
      download(csvOf(await allTasks(client), projects), 'text/csv', words.file(today(), 'csv'))
    },
  })
  const isBusy = json.isPending || csv.isPending
  return (
    <Section id="data" title={words.title} text={words.text}>
      <div className="grid justify-items-start gap-4">
        <div className="flex flex-wrap gap-2">
          <Button icon={Download} disabled={isBusy} onClick={() => json.mutate()}>
            {json.isPending ? words.busy : words.action}
          </Button>
          <Button icon={FileSpreadsheet} disabled={isBusy} onClick={() => csv.mutate()}>
            {csv.isPending ? words.busy : words.csv}
          </Button>
        </div>
        <FormError text={formErrors(json.error ?? csv.error, []).rest} />
        <Link
          href="/import"
          className="inline-flex items-center gap-2 font-medium text-accent text-sm hover:underline"
        >
          <FileUp size={16} aria-hidden />
          {words.import}
        </Link>
      </div>
    </Section>
  )
}

const today = () => dayOf(new Date())

/** Downloads a text as a file. */
function download(text: string, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download may start late.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
