import * as z from 'zod'
import { environment, port, shellLine } from './scalars.ts'

const serviceObject = z.strictObject({
  image: z.string().describe('Image of the service: postgres:15.'),
  env: environment.default({}).describe('Environment of the service; merged over the defaults of a known image.'),
  port: port.optional().describe('Port the service listens on; known for postgres and redis.'),
  healthcheck: z
    .union([shellLine, z.array(z.string()).min(1, 'expected a command')])
    .optional()
    .describe('Command that succeeds when the service is ready, as a shell line or a list of arguments; known for postgres and redis.'),
  data: z.string().optional().describe('Folder in which the service keeps its data; the stage local keeps it from one call to the next. Known for postgres and redis.'),
  connection: environment
    .optional()
    .describe('Environment given to whoever uses the service; replaces the default (DATABASE_URL for postgres, REDIS_URL for redis).'),
})

export const service = z.union([z.string(), serviceObject])

export type WrittenService = z.output<typeof service>
