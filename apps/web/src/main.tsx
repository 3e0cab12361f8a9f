import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { followConnection } from './api/connection.ts'
import { App } from './app.tsx'
import { keepApp } from './offline/register-service-worker.ts'
import { resume } from './session/session.ts'
import { showTheme } from './shell/theme.ts'
import './styles.css'

showTheme()
followConnection()
void resume()
keepApp()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
