import { createDeviceChoice } from './device-choice.ts'

/** How close together rows are. Where a finger is what the device is used with, they are comfortable always. */
export const DENSITIES = ['comfortable', 'compact'] as const
export type Density = (typeof DENSITIES)[number]

export const {
  get: density,
  apply: applyDensity,
  choose: chooseDensity,
  use: useDensity,
} = createDeviceChoice('density', DENSITIES)
