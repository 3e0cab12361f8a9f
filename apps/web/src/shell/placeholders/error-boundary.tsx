import { Component, type ReactNode } from 'react'
import { common } from '../../english/common.ts'
import { Button } from '../../ui/button.tsx'
import { MessagePage } from './message-page.tsx'

interface ErrorBoundaryProps {
  /** The element around the message. `main` where no page surrounds it. */
  as?: 'main' | 'div'
  children: ReactNode
}

/** Shows a message when a page throws. React requires a class for this. */
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
