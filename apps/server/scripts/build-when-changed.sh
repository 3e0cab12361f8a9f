#!/bin/sh
# Builds what `pnpm start` runs, unless no file has changed since. Turbo would find the same, and takes 0.3 s to look at what files say
# where this takes 0.02 to look at when they were written. Run at the top of the repository.
set -e
stamp=node_modules/.built

changed() {
  [ ! -e dist/main.js ] || [ ! -e "$stamp" ] || [ -n "$(newer | head -n 1)" ]
}

# Of all but what is hidden and what builds and tests write. Folders too: one that lost a file is newer.
newer() {
  find -- * \
    \( -name node_modules -o -name .turbo -o -name coverage -o -name dist -o -name generated \) -prune -o -newer "$stamp" -print
}

if changed; then
  # From before the build: what is edited meanwhile counts as changed.
  touch "$stamp.new"
  TURBO_TELEMETRY_DISABLED=1 turbo run build --filter='./apps/*' --output-logs=errors-only
  mv "$stamp.new" "$stamp"
fi
