import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { BASE_PATH } from '../api/base-path.ts'
import { session as words } from '../english/account/session.ts'
import { common, titleOf } from '../english/common.ts'
import { Logo } from '../ui/logo.tsx'

interface SessionFrameProps {
  title: string
  /** The way to another page of this kind. */
  other?: { text: string; action: string; href: string } | undefined
  children: ReactNode
}

/** What is around the content of pages that need no session. */
export function SessionFrame({ title, other, children }: SessionFrameProps) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-6 p-6">
      <title>{titleOf(title)}</title>
      <div className="grid justify-items-center gap-3 text-center">
        <Logo size={48} />
        <div>
          <p className="font-semibold text-2xl tracking-tight">{common.product}</p>
          <p className="text-soft">{words.promise}</p>
        </div>
      </div>
      {children}
      {other && (
        <p className="text-center text-soft text-sm">
          {other.text}{' '}
          <Link href={other.href} className="font-medium text-accent underline">
            {other.action}
          </Link>
        </p>
      )}
      <p className="text-center text-soft text-sm">
        {words.forDevelopers}:{' '}
        <a href={`${BASE_PATH}/docs`} className="underline">
          Swagger UI
        </a>
        {', '}
        <a href={`${BASE_PATH}/redoc`} className="underline">
          ReDoc
        </a>
        {', '}
        <a href={`${BASE_PATH}/openapi.json`} className="underline">
          OpenAPI
        </a>
      </p>
    </main>
  )
}
