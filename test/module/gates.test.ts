import { afterAll, describe, expect, it } from 'vitest'
import { call } from './call.ts'
import { copyExample } from './repository.ts'

/** One copy for all: every fault is in its own file, so that the containers of one test serve the next. */
const repository = copyExample('reptidex')
afterAll(() => repository[Symbol.dispose]())

// Joined here, so that this file holds no secret either.
const token = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_')

const revision = `"""shrink"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("reptiles", "conservation_status")
    with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY by_plate ON reptiles (id)")


def downgrade() -> None:
    pass
`

const advisories = [
  { id: 'GHSA-plan-ted0-0001', aliases: ['CVE-2026-90001'], summary: 'renders what it should not', database_specific: { severity: 'HIGH' }, affected: [{ package: { ecosystem: 'npm', name: 'react-dom' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '19.0.0' }, { fixed: '999.0.0' }] }] }] },
  { id: 'PYSEC-2026-90002', aliases: ['CVE-2026-90002'], summary: 'reads what it should not', severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }], affected: [{ package: { ecosystem: 'PyPI', name: 'flask' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '999' }] }] }] },
  { id: 'PYSEC-2026-90003', summary: 'long mended', affected: [{ package: { ecosystem: 'PyPI', name: 'alembic' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '0.1' }] }] }] },
]

describe('contract', () => {
  it('is green where generated files are up to date, and names the file and line where not', async () => {
    const green = await call(['contract'], { cwd: repository.folder })
    expect(green.exitCode, green.all).toBe(0)
    expect(green.all).toContain('contract.frontend.generated  1 generated file up to date')

    repository.edit('frontend/src/api/schema.ts', (text) => text.replace(/\n/, '\n// by hand\n'))
    const red = await call(['contract'], { cwd: repository.folder })
    expect(red.exitCode).not.toBe(0)
    expect(red.all).toContain('[CHECKS_FAILED]')
    expect(red.all).toMatch(/frontend\/src\/api\/schema\.ts:2\b/)
    expect(red.all).toContain('run `npm run types:generate` in frontend and commit src/api/schema.ts')
  })

  it('asked of a component without one says so', async () => {
    const none = await call(['contract', '--component', 'api'], { cwd: repository.folder })
    expect(none.exitCode).not.toBe(0)
    expect(none.all).toContain('[NOTHING_TO_CHECK]')
  })
})

describe('migrations', () => {
  it('are green on an empty PostgreSQL, and red by revision file where they shrink or cannot be run again', async () => {
    const green = await call(['migrations'], { cwd: repository.folder })
    expect(green.exitCode, green.all).toBe(0)
    expect(green.all).toMatch(/passed +migrations\.services-migrator\.upgrade +an empty database comes to 0003 \(3 revisions\), a second upgrade changes nothing/)
    expect(green.all).toMatch(/skipped +migrations\.services-migrator\.schema/)

    repository.write('services/migrator/migrations/versions/0004_shrink.py', revision)
    const red = await call(['migrations'], { cwd: repository.folder })
    expect(red.exitCode).not.toBe(0)
    expect(red.all).toMatch(/passed +migrations\.services-migrator\.upgrade +an empty database comes to 0004/)
    expect(red.all).toMatch(/FAILED migrations\.services-migrator\.expand-contract/)
    expect(red.all).toMatch(/services\/migrator\/migrations\/versions\/0004_shrink\.py.*drop-column:reptiles\.conservation_status/)
    expect(red.all).toMatch(/CREATE INDEX CONCURRENTLY.*without IF NOT EXISTS/)
  })
})

describe('security', () => {
  it('finds vulnerable packages by a file of advisories, risky code, and a secret whose value it never prints', async () => {
    repository.write('security/advisories.json', JSON.stringify(advisories))
    repository.write('backend/app/planted.py', `import subprocess\n\nTOKEN = "${token}"\n\n\ndef run(line: str) -> None:\n    subprocess.run(line, shell=True)\n`)
    const red = await call(['security'], { cwd: repository.folder })
    expect(red.exitCode).not.toBe(0)
    expect(red.all).toContain('[CHECKS_FAILED]')
    expect(red.all).toMatch(/frontend\/package-lock\.json:\d+.*react-dom 19\.\S+: renders what it should not \(GHSA-plan-ted0-0001, CVE-2026-90001; fixed in 999\.0\.0\)/)
    expect(red.all).toMatch(/backend\/requirements\.txt:\d+.*flask 3\.\S+: reads what it should not/i)
    expect(red.all).toMatch(/backend\/app\/planted\.py:7\b.*shell=True/)
    expect(red.all).toMatch(/backend\/app\/planted\.py:3\b.*looks like a secret/)
    expect(red.all).toMatch(/passed +security\.services-migrator\.advisories/)
    expect(red.all).not.toContain(token)
    expect(red.all).not.toContain('long mended')
  })

  it('is undecided, neither green nor red, where the feed does not answer', async () => {
    repository.edit('hatchery.yaml', (text) => text.replace(/^gates: .*$/m, ''))
    repository.write('frontend/.npmrc', 'registry=http://127.0.0.1:9/\nfetch-retries=0\n')
    const undecided = await call(['security', '--component', 'frontend'], { cwd: repository.folder })
    expect(undecided.exitCode).not.toBe(0)
    expect(undecided.all).toContain('[CHECKS_UNDECIDED]')
    expect(undecided.all).toMatch(/UNDECIDED security\.frontend\.npm-audit: \[SCANNER_UNREACHABLE\].*gates\.vulnerabilities\.advisories/)
    expect(undecided.all).toMatch(/passed +security\.frontend\.secrets/)
  })
})

describe('sbom', () => {
  interface Bom {
    readonly bomFormat: string
    readonly components: readonly { readonly purl: string; readonly scope: string }[]
  }

  it('names what a component is made of, from the lock file and from pip', async () => {
    const bom = async (component: string) => JSON.parse((await call(['sbom', '--component', component, 'contents'], { cwd: repository.folder })).stdout) as Bom
    const scopes = async (component: string) => new Map((await bom(component)).components.map(({ purl, scope }) => [purl.replace(/@[^@]*$/, ''), scope]))
    const frontend = await scopes('frontend')
    expect([frontend.get('pkg:npm/react-dom'), frontend.get('pkg:npm/vite')]).toEqual(['required', 'excluded'])
    const migrator = await scopes('migrator')
    expect([migrator.get('pkg:pypi/alembic'), migrator.get('pkg:pypi/mako'), migrator.get('pkg:pypi/black')]).toEqual(['required', 'required', 'excluded'])
  })
})
