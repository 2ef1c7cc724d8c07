import { EngineError } from '../engine-error.ts'
import { run } from '../shell.ts'

export type Suite = 'bookworm' | 'trixie'

/** Read from the machine's own apt configuration where it gets Debian and Debian's security updates from. */
const readUris = async (): Promise<{ main: string; security: string | undefined }> => {
  const listing = await run(['apt-get', 'indextargets', '--format', '$(REPO_URI)|$(CODENAME)|$(LABEL)', 'Created-By: Packages'])
  const rows = listing.trim().split('\n').map((line) => line.split('|'))
  const main = rows.find(([, codename, label]) => label === 'Debian' && codename !== undefined && !codename.includes('-'))?.[0]
  const security = rows.find(([, , label]) => label === 'Debian-Security')?.[0]
  if (main === undefined) throw new EngineError("no source of Debian packages in apt's configuration", 'add Debian to /etc/apt/sources.list and run "apt-get update"')
  return { main, security }
}

let uris: ReturnType<typeof readUris> | undefined
const debianUris = (): ReturnType<typeof readUris> => (uris ??= readUris())

/** Lines for apt that reach a suite by way of the machine's own mirror. They are used while building and never kept in an image. */
export const machineSources = async (suite: Suite): Promise<string> => {
  const { main, security } = await debianUris()
  const keyring = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]'
  return [
    `deb ${keyring} ${main} ${suite} main`,
    `deb ${keyring} ${main} ${suite}-updates main`,
    ...(security === undefined ? [] : [`deb ${keyring} ${security} ${suite}-security main`]),
    '',
  ].join('\n')
}

/** The sources that Debian's own image carries. */
export const publicSources = (suite: Suite): string =>
  [
    ['http://deb.debian.org/debian', `${suite} ${suite}-updates`],
    ['http://deb.debian.org/debian-security', `${suite}-security`],
  ]
    .map(([uri, suites]) => `Types: deb\nURIs: ${uri}\nSuites: ${suites}\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n`)
    .join('\n')
