import { afterAll, describe, expect, it } from 'vitest'
import { call } from './call.ts'
import { emptyRepository } from './repository.ts'

const repository = emptyRepository()
afterAll(() => repository[Symbol.dispose]())

/** What is counted is the same on every machine; the time goes up and down by more than noise is allowed. */
const bench = (clock: string) => `import json
import pathlib
import time

import queries

asked = []
queries.load(list(range(50)), lambda ids: asked.append(ids) or ids)
rows = [{"name": "queries for 50 reptiles", "value": len(asked), "unit": "queries"}, {"name": "noise", "value": ${clock}, "unit": "ms"}]
pathlib.Path(__import__("os").environ["OUT"], "benchmark.json").write_text(json.dumps(rows))
`
// Each round of a side finds another value, and the best is 100 on one and 105 on the other.
const wavering = (best: number) => `${best} + time.time_ns() // 1000 % 3`

describe('performance', () => {
  it('asks for a base, fails a planted regression by name, and passes what is noise', async () => {
    repository.write('hatchery.yaml', 'project: tiny\ncomponents:\n  svc: { path: svc, language: python, commands: { benchmark: python bench.py } }\nregistry: { kind: oci, address: "localhost:5000" }\n')
    repository.write('svc/requirements.txt', '')
    repository.write('svc/queries.py', 'def load(ids, query):\n    return query(ids)\n')
    repository.write('svc/bench.py', bench(wavering(100)))
    repository.commit('measured')
    repository.git('checkout', '-q', '-b', 'work')

    const without = await call(['performance'], { cwd: repository.folder })
    expect(without.exitCode).not.toBe(0)
    expect(without.all).toContain('[BASE_MISSING] --base')

    repository.write('svc/bench.py', bench(wavering(105)))
    const green = await call(['--base', 'main', 'performance'], { cwd: repository.folder })
    expect(green.exitCode, green.all).toBe(0)
    expect(green.stdout).toMatch(/queries for 50 reptiles +1 queries +1 queries +0\.0 % +same/)
    expect(green.stdout).toMatch(/noise +10[0-2] ms +10[5-7] ms +\+[2-7]\.\d % +same/)
    expect(green.stdout).toContain('performance.svc, best of 3 rounds on each side')

    repository.write('svc/queries.py', 'def load(ids, query):\n    return [query([one]) for one in ids]\n')
    const red = await call(['--base', 'main', 'performance'], { cwd: repository.folder })
    expect(red.exitCode).not.toBe(0)
    expect(red.all).toContain('[CHECKS_FAILED]')
    expect(red.all).toMatch(/FAILED performance\.svc: \[PERFORMANCE_REGRESSED\] 2 benchmarks: 1 worse, 1 the same within 10 %/)
    expect(red.all).toMatch(/queries for 50 reptiles: 50 queries, 4900\.0 % worse than the base's 1 queries/)
    expect(red.all).toMatch(/Reproduce: dagger -m .* call --base [0-9a-f]{40} performance --component svc/)
  })

  it('says where the base has nothing to compare with, and is red where the command fails or prints no JSON', async () => {
    repository.write('svc/queries.py', 'def load(ids, query):\n    return query(ids)\n')
    repository.edit('hatchery.yaml', (text) => text.replace('registry:', '  fresh: { path: fresh, language: python, commands: { benchmark: python bench.py } }\nregistry:'))
    repository.write('fresh/requirements.txt', '')
    repository.write('fresh/bench.py', 'print(\'[{"name": "bytes", "value": 7, "unit": "B"}]\')\n')
    const fresh = await call(['--base', 'main', 'performance', '--component', 'fresh'], { cwd: repository.folder })
    expect(fresh.exitCode, fresh.all).toBe(0)
    expect(fresh.stdout).toMatch(/skipped +performance\.fresh +nothing to compare with: the base has no benchmark of fresh/)

    repository.write('fresh/bench.py', 'print("quick")\n')
    const silent = await call(['--base', 'main', 'performance', '--component', 'fresh'], { cwd: repository.folder })
    expect(silent.exitCode).not.toBe(0)
    expect(silent.all).toMatch(/UNDECIDED performance\.fresh: \[REPORT_UNREADABLE\] what the benchmark command printed: not JSON/)

    repository.write('fresh/bench.py', 'raise SystemExit(3)\n')
    const failed = await call(['--base', 'main', 'performance', '--component', 'fresh'], { cwd: repository.folder })
    expect(failed.exitCode).not.toBe(0)
    expect(failed.all).toMatch(/FAILED performance\.fresh: \[TOOL_FAILED\] the benchmark command ended with exit code 3/)
  })
})
