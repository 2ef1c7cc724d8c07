import { EngineError } from '../engine-error.ts'
import { absentRegistries, writeMachineFiles } from '../container/machine-files.ts'
import { hashOf } from '../hash.ts'
import { attempt, run } from '../shell.ts'
import { engineContainer, engineImage, engineVolume } from '../versions.ts'

// All that --privileged gives, by name: with --privileged docker fails where the machine itself lacks one of them.
const capabilities =
  'dac_read_search linux_immutable net_broadcast net_admin ipc_lock ipc_owner sys_module sys_rawio sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_time sys_tty_config lease audit_control mac_override mac_admin syslog wake_alarm block_suspend audit_read sys_resource'.split(' ')

/** Bit numbers of capabilities that a machine may lack, from linux/capability.h. */
const bits: Readonly<Record<string, bigint>> = { sys_resource: 24n }

const held = async (): Promise<string[]> => {
  const mask = BigInt(`0x${(await run(['sh', '-c', "sed -n 's/^CapBnd:\\s*//p' /proc/self/status"])).trim()}`)
  return capabilities.filter((name) => bits[name] === undefined || (mask >> bits[name]) % 2n === 1n)
}

/** The machine's address on docker's own network: the gateway where docker names it, else the first address of the subnet. */
const gatewayAddress = async (): Promise<string> => {
  const text = await run(['docker', 'network', 'inspect', 'bridge', '--format', '{{json .IPAM.Config}}'])
  const [config] = JSON.parse(text) as { Subnet?: string; Gateway?: string }[]
  const address = config?.Gateway ?? config?.Subnet?.replace(/\.0\/\d+$/, '.1')
  if (address === undefined || !/^[0-9.]+$/.test(address)) throw new EngineError('docker has no bridge network with IPv4 addresses', 'dockerd must run with its default network')
  return address
}

const flags = async (folder: string, key: string): Promise<string[]> => [
  ...['--name', engineContainer, '--detach', '--restart', 'unless-stopped', '--label', `hatchery.key=${key}`],
  ...(await held()).flatMap((name) => ['--cap-add', name]),
  ...['seccomp=unconfined', 'apparmor=unconfined', 'systempaths=unconfined'].flatMap((option) => ['--security-opt', option]),
  ...['--device-cgroup-rule', 'a *:* rwm', '--volume', '/sys/fs/cgroup:/sys/fs/cgroup:rw', '--volume', '/dev:/dev'],
  ...['--volume', `${engineVolume}:/var/lib/dagger`, '--volume', `${folder}:/etc/hatchery:ro`],
  ...absentRegistries.flatMap((host) => ['--add-host', `${host}:127.0.0.1`]),
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => (process.env[name] === undefined ? [] : ['--env', name])),
]

const stateOf = async (): Promise<string> => (await attempt(['docker', 'inspect', '--format', '{{.State.Running}} {{index .Config.Labels "hatchery.key"}}', engineContainer])).stdout.trim()

/** An idle engine takes about 20 s to put its cache in order; one with clients waits for them. After a hard stop it starts with an empty cache. */
const graceSeconds = '120'

/** Stop the engine gently. */
export const stopEngine = async (): Promise<boolean> => (await attempt(['docker', 'stop', '-t', graceSeconds, engineContainer])).code === 0

/** Run the engine's container from the image and this machine's files as they are now; its cache lives on in a volume. */
export const ensureEngineContainer = async (): Promise<void> => {
  const folder = writeMachineFiles(await gatewayAddress(), process.env)
  const image = (await run(['docker', 'image', 'inspect', '--format', '{{.Id}}', engineImage])).trim()
  const key = hashOf([image, ...(await flags('', ''))], [folder])
  const state = await stateOf()
  if (state === `true ${key}`) return
  if (state === `false ${key}`) {
    await run(['docker', 'start', engineContainer])
    console.log('  engine: started')
    return
  }
  await stopEngine()
  await attempt(['docker', 'rm', '--force', engineContainer])
  await run(['docker', 'run', '--stop-timeout', graceSeconds, ...(await flags(folder, key)), engineImage], { next: `docker logs ${engineContainer} tells why` })
  console.log('  engine: runs from a new container')
}
