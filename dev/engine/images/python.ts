import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cacheFolder } from '../paths.ts'
import { download } from '../rootfs/apt.ts'
import type { Suite } from '../rootfs/apt-sources.ts'
import { inRoot } from '../rootfs/chroot.ts'
import { run } from '../shell.ts'
import { versions } from '../versions.ts'
import { bothArches, path } from './stand-in.ts'
import type { Filling, StandIn } from './stand-in.ts'

interface Python {
  readonly short: string
  readonly suite: Suite
  readonly pip: string
  readonly setuptools?: string
}

/** Debian's layout back to Python's own: site-packages, not dist-packages, and pip installs where it is asked to. */
const asUpstream = (library: string): void => {
  for (const file of ['EXTERNALLY-MANAGED', 'sitecustomize.py', '_distutils_system_mod.py']) rmSync(join(library, file), { force: true })
  const edit = (name: string, from: string, to: string): void => {
    const text = readFileSync(join(library, name), 'utf8')
    if (!text.includes(from)) throw new Error(`${name} of Debian's Python no longer holds "${from}"`)
    writeFileSync(join(library, name), text.replaceAll(from, to))
  }
  edit(existsSync(join(library, 'sysconfig.py')) ? 'sysconfig.py' : 'sysconfig/__init__.py', "prefix_scheme = 'posix_local'", "prefix_scheme = 'posix_prefix'")
  // `site` is frozen into Debian's binary and looks into dist-packages only; from there one line leads on to site-packages.
  const site = `/usr/local/lib/${basename(library)}/site-packages`
  mkdirSync(join(library, 'dist-packages'))
  mkdirSync(join(library, 'site-packages'))
  const line = `import site, sys; site.addsitedir('${site}'); site.getsitepackages = site.getsitepackages if sys.prefix != sys.base_prefix else lambda prefixes=None: ['${site}']`
  writeFileSync(join(library, 'dist-packages/site-packages.pth'), `${line}\n`)
}

/** Place Debian's Python under /usr/local, as Python's image has it, so that Debian's own can still be installed beside it. */
const placePython = async (python: Python, { root, arch }: Filling): Promise<void> => {
  const { short, suite } = python
  const distutils = short === '3.11' ? ['python3-distutils', 'python3-lib2to3'] : []
  const packages = [`libpython${short}-minimal`, `libpython${short}-stdlib`, `python${short}-minimal`, `python${short}`, `libpython${short}-dev`, `python${short}-venv`, ...distutils]
  const debs = await download(suite, arch, packages, 'python')
  const scratch = mkdtempSync(join(cacheFolder('overlays'), 'python-'))
  try {
    await run(['sh', '-euc', 'for deb in "$1"/*.deb; do dpkg-deb -x "$deb" "$2"; done', 'unpack', debs, scratch])
    const local = join(root, 'usr/local')
    cpSync(join(scratch, `usr/lib/python${short}`), join(local, `lib/python${short}`), { recursive: true, verbatimSymlinks: true })
    cpSync(join(scratch, 'usr/include'), join(local, 'include'), { recursive: true, verbatimSymlinks: true })
    for (const bin of [`python${short}`, `pydoc${short}`]) cpSync(join(scratch, 'usr/bin', bin), join(local, 'bin', bin))
    for (const [link, target] of [['python3', `python${short}`], ['python', 'python3'], ['pydoc3', `pydoc${short}`]] as const) symlinkSync(target, join(local, 'bin', link))
    const library = join(local, `lib/python${short}`)
    rmSync(join(library, 'test'), { recursive: true, force: true })
    for (const file of readdirSync(library)) if (file.startsWith('config-')) rmSync(join(library, file, `libpython${short}.a`), { force: true })
    asUpstream(library)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Install pip natively and copy the result for other processors: it is Python alone. */
const placePip = async (python: Python, { root, native }: Filling): Promise<void> => {
  const wheels = cacheFolder('wheels', python.short)
  const pins = [`pip==${python.pip}`, ...(python.setuptools === undefined ? [] : [`setuptools==${python.setuptools}`])]
  if (readdirSync(wheels).length < pins.length) {
    await run(['python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', wheels, ...pins], { next: 'does "python3 -m pip download pip" work on this machine? PyPI must be reachable' })
  }
  const kept = join(root, 'usr/share/python-wheels')
  cpSync(wheels, kept, { recursive: true })
  const site = `usr/local/lib/python${python.short}/site-packages`
  if (native === undefined) {
    const wheel = readdirSync(wheels).find((file) => file.startsWith('pip-'))
    await inRoot(root, `cd /usr/share/python-wheels && PYTHONPATH="$PWD/${wheel}" python3 -m pip install --quiet --no-index --no-compile --root-user-action=ignore ./*.whl`)
    return
  }
  rmSync(join(root, site), { recursive: true })
  cpSync(join(native, site), join(root, site), { recursive: true, verbatimSymlinks: true })
  for (const bin of readdirSync(join(native, 'usr/local/bin'))) if (bin.startsWith('pip')) cpSync(join(native, 'usr/local/bin', bin), join(root, 'usr/local/bin', bin))
}

const pythonImage = (names: StandIn['names'], python: Python, libraries: readonly string[]): StandIn => ({
  names,
  suite: python.suite,
  arches: bothArches,
  packages: ['ca-certificates', 'netbase', 'tzdata', 'media-types', 'libbz2-1.0', 'libffi8', 'liblzma5', 'libncursesw6', 'libsqlite3-0', 'libuuid1', 'libexpat1', 'zlib1g', ...libraries],
  config: { Env: [path, 'LANG=C.UTF-8', `PYTHON_VERSION=${python.short}`], Cmd: ['python3'] },
  pins: [JSON.stringify(python)],
  fill: async (filling) => {
    await placePython(python, filling)
    await placePip(python, filling)
  },
})

export const pythonImages: readonly StandIn[] = [
  pythonImage(
    ['python:3.11-slim-bookworm'],
    { short: '3.11', suite: 'bookworm', pip: versions.pip, setuptools: versions.setuptools },
    ['libssl3', 'libreadline8', 'libdb5.3', 'libnsl2', 'libtirpc3', 'libcrypt1'],
  ),
  pythonImage(['python:3.13-slim-trixie', 'python:3.13-slim'], { short: '3.13', suite: 'trixie', pip: versions.pip313 }, ['libssl3t64', 'libreadline8t64', 'libdb5.3t64']),
]
