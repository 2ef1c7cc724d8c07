import { build } from 'esbuild'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'

/** Bundle src/ into .dagger/lib, which is all that the engine mounts; `--check` fails where the committed one differs. */
const root = join(import.meta.dirname, '..')
const committed = join(root, '.dagger/lib')

async function bundle(out: string): Promise<void> {
  rmSync(out, { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: { pipeline: join(root, 'src/index.ts') },
    outdir: out,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // The AWS clients as ES modules: of CommonJS a lazy import gets only a default export.
    mainFields: ['module', 'main'],
    target: 'node22',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    // CommonJS inside the AWS clients asks for `require`; an ES module has none of its own.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    logLevel: 'warning',
  })
  if (existsSync(join(root, 'local-aws/main.ts'))) await bundleLocalAws(out)
  await declare(out)
}

async function bundleLocalAws(out: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: { 'local-aws': join(root, 'local-aws/main.ts') },
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minify: true,
    keepNames: true,
    external: ['@dagger.io/dagger'],
    legalComments: 'none',
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    logLevel: 'warning',
  })
}

/** Roll all declarations into one file that imports nothing: the module's scanner reads it on every call. */
async function declare(out: string): Promise<void> {
  const types = mkdtempSync(join(tmpdir(), 'hatchery-types-'))
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'scripts/tsconfig.types.json'), '--outDir', types], { stdio: 'inherit' })
    const rolled = await rollup({ input: join(types, 'index.d.ts'), plugins: [dts()], onwarn: () => undefined })
    await rolled.write({ file: join(out, 'pipeline.d.mts'), format: 'es' })
  } finally {
    rmSync(types, { recursive: true, force: true })
  }
}

function files(dir: string): Map<string, string> {
  if (!existsSync(dir)) return new Map()
  const names = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(names.map((entry) => [relative(dir, join(entry.parentPath, entry.name)), readFileSync(join(entry.parentPath, entry.name), 'utf8')]))
}

if (process.argv.includes('--check')) {
  const fresh = mkdtempSync(join(root, '.hatchery-bundle-'))
  try {
    await bundle(fresh)
    const [now, then] = [files(fresh), files(committed)]
    const differing = [...new Set([...now.keys(), ...then.keys()])].filter((name) => now.get(name) !== then.get(name))
    if (differing.length > 0) {
      console.error(`.dagger/lib is not what src/ gives (${differing.join(', ')}). Run: npm run bundle`)
      process.exitCode = 1
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
} else {
  // Built aside and swapped in: a call that loads the module meanwhile never meets half a bundle.
  const fresh = mkdtempSync(join(root, '.hatchery-bundle-'))
  await bundle(fresh)
  rmSync(committed, { recursive: true, force: true })
  renameSync(fresh, committed)
  chmodSync(committed, 0o755)
}
