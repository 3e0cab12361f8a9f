import { migrationOf } from './migration/migration.ts'
import type { Renderer } from './plan/renderer.ts'
import { render } from './render/render.ts'

/** What the builder writes. */
export const renderer: Renderer = { render, migrationOf }
