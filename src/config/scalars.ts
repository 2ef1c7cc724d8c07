import * as z from 'zod'

/** Names become host names, ECR repositories and ECS services, so they are what all of these accept. */
export const name = z
  .string()
  .max(40, 'expected at most 40 characters')
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected a name of lower-case letters, digits and single dashes that starts with a letter')

/** A folder or file below hatchery.yaml; spaces and letters of any script are fine. */
export const relativePath = z
  .string()
  .min(1, 'expected a path, such as backend')
  .refine(
    (path) => !path.startsWith('/') && !path.includes('\\') && !path.includes('\0') && !path.split('/').includes('..'),
    'expected a path inside the folder of hatchery.yaml, with / between folders, without .. or a leading /',
  )

/** Text where YAML may have read a number or a boolean: `PORT: 8000`. */
export const text = z.union([z.string(), z.number(), z.boolean()])

/** Names of environment variables to their values. */
export const environment = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable, such as LOG_LEVEL'),
  text,
)

export const percent = z.number().min(0, 'expected a percentage from 0 to 100').max(100, 'expected a percentage from 0 to 100')

export const port = z.int('expected a port number').min(1, 'expected a port from 1 to 65535').max(65535, 'expected a port from 1 to 65535')

export const seconds = z.number().positive('expected more than 0 seconds').max(86_400, 'expected at most a day (86400 seconds)')

/** A command, as a shell line. */
export const shellLine = z.string().regex(/\S/, 'expected a shell command')

/** A path on the application's address. */
export const urlPath = z.string().regex(/^\/\S*$/, 'expected a path that starts with /, such as /api/health')

export const isoDate = z.string().refine(isCalendarDate, 'expected a date as YYYY-MM-DD, such as 2027-01-31')

function isCalendarDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}
