import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { changeBench } from './change.ts'
import { engineBench } from './engine.ts'
import { moduleBench } from './module.ts'
import { rolloutBench } from './rollout.ts'
import type { Row } from './row.ts'
import { shardBench } from './shard.ts'

/** Run every benchmark, or those named, print one table and keep it in bench/results. */
const benches: Record<string, () => Promise<readonly Row[]>> = { engine: engineBench, module: moduleBench, change: changeBench, shard: shardBench, rollout: rolloutBench }

const asked = process.argv.slice(2)
const chosen = Object.entries(benches).filter(([name]) => asked.length === 0 || asked.includes(name))
const lines: string[] = []
for (const [group, bench] of chosen) {
  for (const { name, value, unit, note } of await bench()) lines.push(`| ${group} | ${name} | ${Number(value.toFixed(2))} ${unit} | ${note} |`)
  console.log(lines.at(-1) ?? '')
}
const table = ['| | what | figure | how |', '|---|---|---|---|', ...lines].join('\n')
console.log(`\n${table}`)
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true })
writeFileSync(join(import.meta.dirname, 'results', `${chosen.map(([name]) => name).join('-')}.md`), `${table}\n`)
