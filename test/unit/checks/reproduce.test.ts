import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { againLine, callPrefix, coverageLine, type Door, reproduceLine } from '../../../src/checks/reproduce.ts'

const adopted = JSON.stringify({ name: 'shop', toolchains: [{ name: 'hatchery', source: '../..' }] })
const door: Door = { call: 'dagger call hatchery', base: 'abc123', options: ' --shard 2/5' }
const of = (concern: 'lint' | 'test' | 'migrations') => ({ concern, components: ['api', 'worker'], cell: 'python-3.11' })

describe('callPrefix', () => {
  it('is the door that dagger.json shows', () => {
    expect(callPrefix({ daggerJson: adopted })).toBe('dagger call hatchery')
    expect(callPrefix({ daggerJson: '{ "name": "hatchery" }' })).toBe('dagger call')
    expect(callPrefix({ daggerJson: '{}' })).toBe('dagger -m "$HATCHERY" call')
  })

  it('says where to stand in a larger repository, from wherever in it', () => {
    expect(callPrefix({ daggerJson: adopted, stand: 'examples/shop' })).toBe('cd "$(git rev-parse --show-toplevel)"/examples/shop && dagger call hatchery')
    expect(callPrefix({ daggerJson: adopted, stand: "it's here" })).toBe(`cd "$(git rev-parse --show-toplevel)"/'it'\\''s here' && dagger call hatchery`)
  })

  it('names the configuration file and the source where they are not the usual ones', () => {
    expect(callPrefix({ daggerJson: adopted, config: 'hatchery.yaml' })).toBe('dagger call hatchery')
    expect(callPrefix({ daggerJson: adopted, config: 'ci/my shop.yaml', source: true })).toBe("dagger call hatchery --source . --config 'ci/my shop.yaml'")
  })
})

describe('the line that shows a failure again', () => {
  it('names the cell and the shard of tests, and the base of what compares with it', () => {
    expect(reproduceLine(door, of('lint'))).toBe('dagger call hatchery lint --component api')
    expect(reproduceLine(door, of('test'))).toBe('dagger call hatchery test --component api --cell python-3.11 --shard 2/5')
    expect(reproduceLine(door, of('migrations'))).toBe('dagger call hatchery --base abc123 migrations --component api')
    expect(reproduceLine({ call: 'dagger call' }, of('migrations'))).toBe('dagger call migrations --component api')
  })

  it('measures coverage over all cells and shards, for a floor counts them all', () => {
    expect(coverageLine(door, 'api')).toBe('dagger call hatchery --base abc123 test --component api')
  })

  it('is read by a shell as it was meant', () => {
    const words = ["it's", '$HOME', 'a b', '2/5', '']
    const echoed = execFileSync('sh', ['-c', againLine({ call: "printf '%s|'" }, words)], { encoding: 'utf8' })
    expect(echoed).toBe(`${words.join('|')}|`)
  })
})
