import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../../src/config/parse.ts'
import { suggestConfig } from '../../../src/config/suggest.ts'
import { manifestsToRead } from '../../../src/config/suggest-find.ts'

function suggest(contents: Readonly<Record<string, string>>, more: readonly string[] = []) {
  const files = [...Object.keys(contents), ...more]
  const text = suggestConfig({ files, contents, folderName: 'My Shop' })
  const folders = new Set(files.flatMap((file) => file.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'))))
  const config = parseConfig({ text, fileName: 'hatchery.yaml', pathExists: (path) => path === '.' || folders.has(path) })
  return { text, config, named: (name: string) => config.components.find((component) => component.name === name) }
}

const reptidex = {
  'package.json': '{"name": "@acme/repti-dex", "workspaces": ["frontend"]}',
  'frontend/package.json': '{"scripts": {"types:generate": "openapi-typescript ..."}}',
  'frontend/Dockerfile': 'FROM node:22',
  'backend/requirements.txt': 'gunicorn\npsycopg[binary]\nredis==5\n',
  'backend/Dockerfile': 'FROM python:3.12-slim AS api',
  'services/migrator/requirements.txt': 'alembic\npsycopg\n',
  'services/migrator/alembic.ini': '[alembic]\nscript_location = migrations\n',
  'services/migrator/Dockerfile': 'FROM python:3.12-slim',
}

describe('suggestConfig', () => {
  it('makes one component a folder with a manifest, with services that its clients talk to', () => {
    const { config, named, text } = suggest(reptidex, ['services/migrator/migrations/versions/1.py'])
    expect(config.project).toBe('repti-dex')
    expect(config.components.map(({ name }) => name)).toEqual(['backend', 'frontend', 'migrator'])
    expect(named('backend')).toMatchObject({ path: 'backend', language: 'python', services: ['postgres', 'redis'], image: { dockerfile: 'Dockerfile' } })
    expect(named('frontend')).toMatchObject({ language: 'node', services: [] })
    expect(named('migrator')?.migrations).toMatchObject({ tool: 'alembic', path: 'migrations/versions' })
    expect(config.services.map(({ image }) => image)).toEqual(['postgres:17', 'redis:7'])
    expect(text).toContain('# Add contract: { command: npm run types:generate')
  })

  it('takes names, targets and services from a compose file', () => {
    const { config, named, text } = suggest({
      ...reptidex,
      'docker-compose.yml': `
services:
  api: { build: { context: ./backend, target: api }, depends_on: [my_db, cache] }
  worker: { build: { context: backend, target: worker, dockerfile: Dockerfile }, depends_on: { my_db: { condition: service_healthy } } }
  web: { build: frontend }
  my_db: { image: "postgres:15" }
  cache: { image: "redis:7" }
  search: { image: "opensearch:2", expose: [9200], healthcheck: { test: [CMD, curl, localhost] } }
  mail: { image: mailhog/mailhog }
`,
    }, ['services/migrator/migrations/versions/1.py'])
    expect(config.components.map(({ name }) => name)).toEqual(['api', 'worker', 'web', 'migrator'])
    expect(named('worker')).toMatchObject({ path: 'backend', language: 'python', image: { target: 'worker', context: 'backend' } })
    expect(named('api')?.services).toEqual(['my-db', 'cache'])
    expect(config.services.map(({ name, image }) => [name, image])).toEqual([
      ['my-db', 'postgres:15'],
      ['cache', 'redis:7'],
    ])
    expect(text).toContain('# Found by backend/requirements.txt, backend/Dockerfile.')
  })

  it('keeps a service whose readiness it cannot tell as a comment', () => {
    const { config, text } = suggest({
      'Dockerfile': 'FROM x',
      'compose.yaml': 'services: { app: { build: ., depends_on: [queue, es] }, queue: { image: rabbitmq:3 }, es: { image: "es:8", ports: ["19200:9200"], healthcheck: { test: curl localhost } } }',
    })
    expect(config.components).toMatchObject([{ name: 'app', path: '.', services: ['es'] }])
    expect(config.services).toMatchObject([{ name: 'es', port: 9200, healthcheck: ['sh', '-c', 'curl localhost'] }])
    expect(text).toContain('# queue: { image: "rabbitmq:3" } was found too')
  })

  it('names the folder where no manifest has a name, and parts that share a name apart', () => {
    const { config } = suggest({ 'a/web/package.json': '{}', 'b/web/package.json': '{}', 'c/日本/Dockerfile': '', 'migrate/Dockerfile': '' })
    expect(config.project).toBe('my-shop')
    expect(config.components.map(({ name }) => name)).toEqual(['web', 'web-2', 'app', 'migrator'])
  })

  it('reads no manifest of somebody else', () => {
    expect(manifestsToRead(['a/package.json', 'node_modules/x/package.json', 'test/fixtures/y/Dockerfile', '.venv/pyproject.toml', 'a/main.ts'])).toEqual(['a/package.json'])
  })

  it.each([
    [[], 'the folder is empty'],
    [['src/main.c', 'Makefile'], 'none of 2 files says what the application is made of'],
  ])('says what it looked for when nothing is found: %j', (files, what) => {
    let refused: unknown
    try {
      suggestConfig({ files, contents: {}, folderName: 'x' })
    } catch (error) {
      refused = error
    }
    expect(refused).toMatchObject({ code: 'APPLICATION_NOT_FOUND', facts: { what, next: expect.stringContaining('package.json, requirements*.txt') as string } })
  })

  it('writes a text that Hatchery reads, whatever the folders are called', () => {
    const folder = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((name) => !/[/\\\0]/.test(name) && name !== '.' && name !== '..' && name.trim() !== '')
    const file = fc.constantFrom('package.json', 'requirements.txt', 'Dockerfile', 'alembic.ini')
    fc.assert(
      fc.property(fc.array(fc.tuple(folder, file), { minLength: 1, maxLength: 4 }), fc.string(), (found, text) => {
        const contents = Object.fromEntries([...found.map(([name, kind]) => [`${name}/${kind}`, text]), ['package.json', '{}']]) as Record<string, string>
        const written = suggestConfig({ files: Object.keys(contents), contents, folderName: 'x' })
        const config = parseConfig({ text: written, fileName: 'hatchery.yaml', pathExists: () => true })
        expect(config.components.length).toBeGreaterThan(0)
      }),
    )
  })
})
