import { createDeviceChoice } from './device-choice.ts'

/** `system` follows the device. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const { apply: applyTheme, choose: chooseTheme, use: useTheme } = createDeviceChoice('theme', THEMES)
