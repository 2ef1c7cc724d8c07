import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './call.ts'
import { emptyRepository, type Repository } from './repository.ts'

const revision = (options: { name: string; after?: string; body: string }) => `from alembic import op

revision = "${options.name}"
down_revision = ${options.after ? `"${options.after}"` : 'None'}


def upgrade() -> None:
    ${options.body}
`

/** A revision that takes a column away. */
export const dropping = (name: string, after: string, column: string): string => revision({ name, after, body: `op.execute("ALTER TABLE orders DROP COLUMN IF EXISTS ${column}")` })

const files: Readonly<Record<string, string>> = {
  'shop/dagger.json': JSON.stringify({ name: 'shop', engineVersion: 'v0.21.7', toolchains: [{ name: 'hatchery', source: '../ci/hatchery' }] }),
  'shop/hatchery.yaml': `project: shop
components:
  api:
    path: api
    language: python
    coverage: { minimum: 60, changedLines: 80 }
    contract: { command: "python -m app.names > names.txt", files: [names.txt] }
  migrator: { path: migrator, language: python, services: [postgres], migrations: { tool: alembic } }
services:
  postgres: { image: "postgres:17" }
matrix: { python: ["3.11", "3.13"] }
gates: { vulnerabilities: { advisories: osv.json } }
`,
  'shop/osv.json': JSON.stringify([{ id: 'PYSEC-2026-90009', summary: 'of a package that is not used', affected: [{ package: { ecosystem: 'PyPI', name: 'flask' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] }] }]),
  'shop/api/requirements.txt': 'mypy==2.4.1\npytest==9.2.0\npytest-cov==7.1.0\nruff==0.17.6\n',
  'shop/api/app/__init__.py': 'def total(prices: list[int]) -> int:\n    return sum(prices)\n\n\ndef most(prices: list[int]) -> int:\n    return max(prices)\n',
  'shop/api/app/names.py': 'print("apple")\n',
  'shop/api/names.txt': 'apple\n',
  'shop/api/tests/test_total.py': 'from app import total\n\n\ndef test_total() -> None:\n    assert total([1, 2]) == 3\n',
  'shop/api/tests/test_most.py': 'from app import most\n\n\ndef test_most() -> None:\n    assert most([1, 2]) == 2\n',
  'shop/migrator/requirements.txt': 'alembic==1.20.1\npsycopg[binary]==3.3.9\n',
  'shop/migrator/alembic.ini': '[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n',
  'shop/migrator/migrations/env.py': `import os

from alembic import context
from sqlalchemy import create_engine


def run(**options: object) -> None:
    context.configure(**options)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run(dialect_name="postgresql", literal_binds=True)
else:
    url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
    with create_engine(url).connect() as connection:
        run(connection=connection)
`,
  'shop/migrator/migrations/versions/a1.py': revision({ name: 'a1', body: 'op.execute("CREATE TABLE IF NOT EXISTS orders (id int, note text, old text)")' }),
  // On the base already: a call that forgets the base would find it as well.
  'shop/migrator/migrations/versions/a2.py': dropping('a2', 'a1', 'old'),
}

/** Make a repository whose application lies below its top and has Hatchery as a toolchain, as a user's that keeps it in a folder. */
export function adoptedApplication(): Repository {
  const repository = emptyRepository()
  for (const [path, text] of Object.entries(files)) repository.write(path, text)
  cpSync(join(root, 'dagger.json'), join(repository.folder, 'ci/hatchery/dagger.json'))
  cpSync(join(root, '.dagger'), join(repository.folder, 'ci/hatchery/.dagger'), { recursive: true, filter: (path) => !path.includes('node_modules') && !path.endsWith('/sdk') })
  repository.commit('an application')
  return repository
}
