import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, type Called } from './call.ts'
import { copyExample, type Repository } from './repository.ts'

/** One world for the whole file: what a call leaves, the next one finds. A project of its own keeps it apart from others. */
describe('the stage local', () => {
  let application: Repository
  let sha: string
  const on = (...args: string[]): Promise<Called> => call(args, { cwd: application.folder, seconds: 900 })

  beforeAll(() => {
    application = copyExample('reptidex')
    application.edit('hatchery.yaml', (text) => text.replace('project: reptidex', `project: rehearsed-${Date.now().toString(36)}`))
    sha = application.commit('a project of its own')
  })
  afterAll(() => application[Symbol.dispose]())

  it('releases real containers: migrated, tried through the balancer, the revision proven', async () => {
    const rehearsed = await on('rehearse')
    expect(rehearsed.exitCode, rehearsed.all.slice(-4000)).toBe(0)
    expect(rehearsed.stdout).toContain('rehearsed on the local stand-in')
    for (const component of ['worker', 'api', 'frontend']) expect(rehearsed.stdout).toContain(`local ${component}: done, succeeded: 1 of 1 running`)
    expect(rehearsed.stdout).toMatch(/local migrate: done, .*0003/)
    expect(rehearsed.stdout).toContain('6 of 6 checks passed; revision proven; suite passed')
    // A person watching sees it happen.
    expect(rehearsed.all).toMatch(/release\.local\.deploy\.api progress: .*has started 1 tasks/)
  })

  it('can be looked at: nothing would stop a release, nothing would change, nothing has drifted', async () => {
    const preflight = await on('preflight', '--stage', 'local')
    expect(preflight.exitCode, preflight.all.slice(-4000)).toBe(0)
    expect(preflight.stdout).toContain(`nothing would stop a release of ${sha}`)
    const diff = await on('diff', '--stage', 'local')
    expect(diff.stdout.match(/nothing would change/g), diff.all.slice(-4000)).toHaveLength(4)
    const drift = await on('drift', '--stage', 'local')
    expect(drift.exitCode, drift.all.slice(-4000)).toBe(0)
    expect(drift.stdout).toMatch(/^no drift: local is as release /)
    expect(drift.stdout).toContain('OK    local database: at 0003')
  })

  it('is one world for calls apart: status, logs, deploy of an edited tree, rollback', async () => {
    const before = await on('status', '--stage', 'local')
    expect(before.stdout).toContain(`revision ${sha}`)
    expect(before.stdout).toMatch(/release: succeeded/)
    const logs = await on('logs', '--stage', 'local', '--components', 'api')
    expect(logs.stdout).toMatch(/GET \/api\/health/)
    application.edit('backend/app/docs_page.py', (text) => `${text}\n# edited\n`)
    const deployed = await on('deploy', '--stage', 'local', '--components', 'api')
    expect(deployed.exitCode, deployed.all.slice(-4000)).toBe(0)
    const edited = /deploy \S+-(local-\S*): succeeded/.exec(deployed.stdout)
    expect(edited, deployed.stdout).not.toBeNull()
    expect((await on('status', '--stage', 'local')).stdout).toMatch(/-api: \d of 1 running, revision local-[0-9a-f]{12}/)
    const back = await on('rollback', '--stage', 'local')
    expect(back.exitCode, back.all.slice(-4000)).toBe(0)
    expect((await on('status', '--stage', 'local')).stdout).toMatch(new RegExp(`-api: \\d of 1 running, revision ${sha}`))
  })

  it('ends red when a new task keeps crashing, and brings back what went out', async () => {
    const failed = await on('rehearse', '--fault', 'crash-loop')
    expect(failed.exitCode).not.toBe(0)
    expect(failed.all).toContain('[RELEASE_FAILED]')
    expect(failed.all).toMatch(/container frontend exited twice with code 1/)
    expect(failed.all).toMatch(/went back: .*api/)
    expect(failed.all).toMatch(/^Reproduce: dagger -m .* call rehearse --fault crash-loop$/m)
    expect(failed.all).toMatch(/report: release-report --stage local --release \S+ export --path report/)
    const report = mkdtempSync(join(tmpdir(), 'hatchery-report-'))
    const exported = await on('release-report', '--stage', 'local', 'export', '--path', report)
    expect(exported.exitCode, exported.all.slice(-4000)).toBe(0)
    expect(readFileSync(join(report, 'report.html'), 'utf8')).toContain('local stand-in')
    expect(readFileSync(join(report, 'summary.md'), 'utf8')).toContain('Rolled back')
  })

  it('ends red when a migration fails in the real database, which stays where it was', async () => {
    const failed = await on('rehearse', '--fault', 'migration-fails')
    expect(failed.exitCode).not.toBe(0)
    expect(failed.all).toMatch(/MIGRATION_FAILED.*division by zero/s)
    expect(failed.all).toContain('the database is at 0003')
  })
})
