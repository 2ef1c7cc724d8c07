import { readFileSync, writeFileSync } from 'node:fs'
import { codesModule } from '../src/report/doctor-sections.ts'

// Writes what docs/errors.md says into src/report/doctor-codes.ts, which `doctor` carries in the bundle; --check only compares.
const target = new URL('../src/report/doctor-codes.ts', import.meta.url)
const wanted = codesModule(readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8'))
if (!process.argv.includes('--check')) writeFileSync(target, wanted)
else if (readFileSync(target, 'utf8') !== wanted) {
  console.error(`${target.pathname} is not what docs/errors.md says; run: node scripts/doctor.ts`)
  process.exitCode = 1
}
