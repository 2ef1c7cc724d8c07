import { readFileSync, writeFileSync } from 'node:fs'
import { configJsonSchema } from '../src/config/schema.ts'

// Writes schema/hatchery.schema.json from the zod schema; --check only compares.
const file = new URL('../schema/hatchery.schema.json', import.meta.url)
const wanted = `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== wanted) {
    console.error('schema/hatchery.schema.json is not what src/config/schema.ts says; run: npm run schema')
    process.exitCode = 1
  }
} else {
  writeFileSync(file, wanted)
}
