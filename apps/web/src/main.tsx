import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { watchConnection } from './api/connection.ts'
import { App } from './app.tsx'
import { watchInstall } from './installed/install.ts'
import { takeSharedLine } from './installed/shared-line.ts'
import { takeMailedToken } from './mailed-links/mailed-token.ts'
import { registerServiceWorker } from './offline/register-service-worker.ts'
import { startSession } from './session/start.ts'
import { applyDensity } from './shell/density.ts'
import { applyTheme } from './shell/theme.ts'
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
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
