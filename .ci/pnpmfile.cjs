// A published package needs neither what it was made with nor the commands that make it.
function beforePacking({ devDependencies, scripts, ...manifest }) {
  return manifest
}

module.exports = { hooks: { beforePacking } }
