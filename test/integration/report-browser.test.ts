import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeReports } from '../../src/report/write-reports.ts'
import { passingRun, sampleRelease, sampleRun } from '../unit/report/sample-run.ts'

const executablePath = '/usr/bin/chromium'
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const screenshots = '.hatchery/screenshots'
const runs = { failed: sampleRun, release: sampleRelease, passed: passingRun }
const looks = [
  { name: 'phone light', width: 360, colorScheme: 'light' }, { name: 'phone dark', width: 360, colorScheme: 'dark' },
  { name: 'desktop light', width: 1280, colorScheme: 'light' }, { name: 'desktop dark', width: 1280, colorScheme: 'dark' },
] as const

interface AxeResult {
  readonly violations: readonly { id: string; nodes: readonly { html: string; failureSummary: string }[] }[]
  readonly passes: readonly { id: string }[]
}

let browser: Browser
let folder: string
const requests: string[] = []
const complaints: string[] = []

/** Debian's own browser; a machine without it gets it, where that is allowed. */
function assertChromium(): void {
  if (existsSync(executablePath)) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(`${executablePath} is missing: install the Debian package chromium`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], { stdio: 'ignore', env })
}

beforeAll(async () => {
  assertChromium()
  folder = mkdtempSync(join(tmpdir(), 'hatchery-report-'))
  mkdirSync(screenshots, { recursive: true })
  for (const [name, run] of Object.entries(runs)) writeFileSync(join(folder, `${name}.html`), writeReports(run)['report.html'] ?? '')
  browser = await chromium.launch({ executablePath, args: flags })
}, 300_000)

afterAll(async () => {
  await browser?.close()
  if (folder) rmSync(folder, { recursive: true })
})

async function open(name: string, look: { width: number; colorScheme: 'light' | 'dark' }): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: look.width, height: 800 }, colorScheme: look.colorScheme, reducedMotion: 'reduce' })
  page.on('request', (request) => requests.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href)
  return page
}

/** Text wider than the screen, apart from what can be scrolled by itself or is there for screen readers only. */
const overflowing = `[...document.querySelectorAll('body *')].filter((e) => !e.closest('pre, .visually-hidden, .skip') && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 90))`

describe.each(looks)('the report on a $name screen', (look) => {
  it.each(Object.keys(runs))('shows the %s run without overflow, axe has nothing to say, and a screenshot is kept', async (name) => {
    const page = await open(name, look)
    try {
      expect(await page.evaluate(overflowing)).toEqual([])
      await page.evaluate(axe)
      const { violations, passes } = await page.evaluate<AxeResult>(`axe.run()`)
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`)).toEqual([])
      expect(passes.map(({ id }) => id)).toContain('color-contrast')
      const file = join(screenshots, `report-${name}-${look.name.replace(' ', '-')}.png`)
      await page.screenshot({ path: file, fullPage: true })
      expect(statSync(file).size).toBeGreaterThan(10_000)
    } finally {
      await page.close()
    }
  }, 60_000)

  it('follows light and dark', async () => {
    const page = await open('failed', look)
    const [red, green, blue] = (await page.evaluate<string>(`getComputedStyle(document.body).backgroundColor`)).match(/\d+/g)!.map(Number)
    await page.close()
    expect(red! + green! + blue! > 384).toBe(look.colorScheme === 'light')
  }, 30_000)
})

describe('the report in a browser', () => {
  it('says what failed with places, output, findings, coverage in context and images', async () => {
    const page = await open('failed', looks[2])
    const text = await page.innerText('body')
    await page.close()
    for (const said of [
      'Failed: reptidex checks', '5 of 10 checks failed with 2 failing tests and 5 findings', 'backend/tests/test_cache.py:41', 'assert len(cache) == 2', 'frontend/src/App.tsx:7:9', 'CVE-2026-1234',
      'dagger call test --component api', 'test run stopped after 60 s, its time limit', 'not affected: no file of frontend', 'Critical path: plan → install.backend → services.postgres → test.backend.pytest.python-3.11 → report',
      'Lines 7-10: 4 of 6 changed lines not covered', 'value_12 = compute(12)', '61.2 MB · 9 layers', 'passed on try 2', 'in quarantine until 2026-12-31', 'From the cache, so without time of their own: typecheck.backend.mypy',
    ]) expect(text).toContain(said)
  }, 30_000)

  it('shows text of a tool as text: no element, script or attribute comes from it', async () => {
    const page = await open('failed', looks[2])
    expect(await page.locator('script').count()).toBe(0)
    expect(await page.locator('body').innerText()).toContain(`<script>alert("x")</script>`)
    await page.close()
  }, 30_000)

  it('tells the timeline of a release with evidence', async () => {
    const page = await open('release', looks[0])
    const text = await page.innerText('#release')
    await page.close()
    expect(text).toMatch(/rolled back by the circuit breaker: api exited with code 1 twice[^]*local stand-in[^]*preflight[^]*deploy worker us-east-1[^]*KeyError: DATABASE_URL[^]*migrate/)
    expect(text).not.toContain('AWS')
  }, 30_000)

  it('can be read and unfolded by keyboard alone', async () => {
    const page = await open('failed', looks[0])
    await page.keyboard.press('Tab')
    expect(await page.evaluate(`document.activeElement.textContent`)).toBe('To the results')
    const visited = new Set<string>()
    for (let presses = 0; presses < 120; presses += 1) {
      await page.keyboard.press('Tab')
      const tag = await page.evaluate<string>(`document.activeElement.tagName`)
      visited.add(tag)
      if (tag === 'BODY') break
    }
    expect([...visited]).toEqual(expect.arrayContaining(['A', 'SUMMARY', 'PRE']))
    const details = page.locator('.checks details').first()
    await details.locator('summary').focus()
    await page.keyboard.press('Enter')
    expect(await details.evaluate((element) => (element as unknown as { open: boolean }).open)).toBe(true)
    await page.close()
  }, 60_000)

  it('asks the network for nothing and makes the browser complain of nothing', () => {
    expect(requests.length).toBeGreaterThan(10)
    expect(requests.filter((url) => !url.startsWith('file://'))).toEqual([])
    expect(complaints).toEqual([])
  })
})
