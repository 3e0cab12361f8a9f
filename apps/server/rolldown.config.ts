import { defineConfig } from 'rolldown'
import { thirdPartyLicenses } from '../../third-party-licenses.ts'
import { objectSpreads } from './rolldown/object-spreads.ts'
import { notBundled, shippedFolders } from './rolldown/shipped-packages.ts'
import { wholeFolder } from './rolldown/whole-folder.ts'

// One folder that needs nothing but Node, at the top of the repository. All code is bundled: the workspace's packages,
// which export source, and what they use. `wholeFolder` adds what is no code of ours.
export default defineConfig({
  input: { main: 'src/built.ts' },
  platform: 'node',
  plugins: [objectSpreads(), thirdPartyLicenses('THIRD-PARTY-LICENSES', shippedFolders), wholeFolder()],
  external: notBundled,
  output: {
    dir: '../../dist',
    format: 'esm',
    sourcemap: true,
    cleanDir: true,
    // V8 keeps the text of what runs: white space and comments would be 3 MB of it. Names stay, for stack traces. One
    // character beyond Latin-1 would double it.
    charset: 'ascii',
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  },
})
