import type { Plugin } from 'rolldown'

/**
 * In place of what tRPC's object spreads are compiled to, a loop over property descriptors. The target is always an
 * object made for it, `{}` at first.
 *
 * Not the language's own `{ ...a, ...b }`: on Node 20 (24 does not), V8 makes a new shape for every object that is copied so and
 * then gains a property. That takes 1 µs, and what the object refers to stays until a full garbage collection.
 */
const SPREADS = `
function _objectSpread2(target, source, more) {
	const spread = spreadInto(target, source);
	return more === undefined ? spread : spreadInto(spread, more);
}
function spreadInto(target, source) {
	let isEmpty = true;
	for (const _ in target) { isEmpty = false; break; }
	if (isEmpty) return { ...source };
	for (const key in source) if (!Object.hasOwn(target, key)) return extended(target, source);
	return Object.assign(target, source);
}
function extended(target, source) {
	// Assigned, it would be the prototype.
	const hasProto = Object.hasOwn(target, '__proto__') || Object.hasOwn(source, '__proto__');
	return hasProto ? { ...target, ...source } : Object.assign({}, target, source);
}`.trim()

/** A call of a procedure makes ten spreads, which were half of what it costs. */
export const objectSpreads: Plugin = {
  name: 'object-spreads',
  transform(code, id) {
    if (!/\/@trpc\/server\/dist\/.*\.mjs$/.test(id) || !code.includes('function _objectSpread2(')) return null
    const replaced = code.replace(/^function _objectSpread2\(e\) \{\n[\s\S]*?\n\}$/m, () => SPREADS)
    if (replaced === code)
      throw new Error(`${id} has object spreads of another kind: is this plugin still of use?`)
    return { code: replaced, map: null }
  },
}
