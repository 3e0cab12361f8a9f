import { failStart } from './boot/fail-start.ts'
import { giveNodeItsOptions } from './boot/node-options.ts'

// The start of the folder that `pnpm build` makes. What is missing in a folder that was copied in part is found when it is
// loaded, before main.ts could say so.
try {
  giveNodeItsOptions()
  await import('./main.ts')
} catch (error) {
  failStart(error)
}
