import { z } from 'zod'
import { isStorable } from '../../spec/storable.ts'
import { Imports } from '../source.ts'
import type { Shape } from './shape.ts'
import { zodOfShape } from './zod-of-shape.ts'

/** The rule of the API for texts. */
const text = ({ min = 0, max }: { min?: number; max: number }) =>
  z.string().refine((value) => isStorable(value) && [...value].length >= min && [...value].length <= max)

/** The schema that a json field gets, so that a default or an example is held to what the API will hold values to. @throws ShapeError */
export function schemaOfShape(shape: Shape): z.ZodType {
  return new Function('z', 'text', `return ${zodOfShape(shape, new Imports())}`)(z, text)
}
