import { Component, type ReactNode } from 'react'
import { common } from '../english/common.ts'
import { Button } from '../ui/button.tsx'
import { MessagePage } from './message-page.tsx'

interface ErrorBoundaryProps {
  /** What stands around the message, where there is no page around it. */
  as?: 'main' | 'div'
  children: ReactNode
}

/** Shows that a page has failed in place of nothing. React asks for a class. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children
    const { as: Around = 'div' } = this.props
    return (
      <Around>
        <MessagePage title={common.failed.title} text={common.failed.text}>
          <Button variant="primary" onClick={() => location.reload()}>
            {common.failed.reload}
          </Button>
        </MessagePage>
      </Around>
    )
  }
}
