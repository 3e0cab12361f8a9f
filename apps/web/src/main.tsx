import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { watchConnection } from './api/connection.ts'
import { App } from './app.tsx'
// What the pages before and after signing in share is in the first file, so that neither loads the other's.
import './english/problem.ts'
import { watchInstall } from './installed/install.ts'
import { takeSharedLine } from './installed/shared-line.ts'
import { takeMailedToken } from './mailed-links/mailed-token.ts'
import { registerServiceWorker } from './offline/register-service-worker.ts'
import { currentSession } from './session/session.ts'
import { startSession } from './session/start.ts'
import { applyDensity } from './shell/density.ts'
import { applyTheme } from './shell/theme.ts'
import { SignedIn } from './signed-in/load-signed-in.ts'
import './styles.css'

takeMailedToken()
takeSharedLine()
watchInstall()
applyTheme()
applyDensity()
watchConnection()
startSession()
registerServiceWorker()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
const app = createRoot(root)
const show = () =>
  app.render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
// React keeps what has suspended hidden for 300 ms, so nothing does at the start.
if (currentSession.get().status === 'signed-in') void SignedIn.preload().then(show)
else show()
