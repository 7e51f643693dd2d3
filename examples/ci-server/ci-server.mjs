// @ts-check
// Builds a server, runs a command on it by ssh, and tears it down whatever happens. Its exit code is that of the command.
//
//     node ci-server.mjs 'apt-get install -y make && make test'
//
// KAMAKI_AUTH_URL and KAMAKI_TOKEN say which cloud; SSH names another ssh program.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadCloud } from '@kamaki/astakos/node'
import { KamakiError, waitFor } from '@kamaki/core'
import { CycladesComputeClient } from '@kamaki/cyclades'
import { CycladesNetworkClient } from '@kamaki/network'

const command = process.argv[2]
if (command === undefined) {
  console.error('Usage: node ci-server.mjs COMMAND')
  process.exit(2)
}

// A name of its own, by which everything of this run is found again.
const name = `ci-${Date.now()}-${process.pid}`
const stopped = new AbortController()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.once(signal, () => stopped.abort(new Error(`Stopped by ${signal}`)))
const { signal } = stopped

const folder = await mkdtemp(join(tmpdir(), `${name}-`))
try {
  const { astakos } = await loadCloud()
  const compute = await astakos.client(CycladesComputeClient)
  const network = await astakos.client(CycladesNetworkClient)
  // A public address that is free, or a new one.
  const free = (await network.floatingIps.list({ signal })).find(({ port_id }) => port_id === null)
  const ip = free ?? (await network.floatingIps.create({}, { signal }))
  try {
    await build(compute, ip)
    process.exitCode = await ssh(ip.floating_ip_address, command)
  } catch (error) {
    fail(error)
  } finally {
    await tearDown(compute)
    if (free === undefined) await network.floatingIps.delete(ip.id)
  }
} catch (error) {
  fail(error)
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** @param {unknown} error */
function fail(error) {
  // The message alone; any other error is a mistake of this program, and shown with its stack.
  console.error(KamakiError.isInstance(error) || error === signal.reason ? `${error}` : error)
  process.exitCode = 1
}

/**
 * A server that can be logged in to.
 *
 * @param {CycladesComputeClient} compute
 * @param {import('@kamaki/network').FloatingIp} ip
 */
async function build(compute, ip) {
  const images = await compute.images.listDetail({ signal })
  const image = images.find(({ metadata }) => metadata['osfamily'] === 'linux')
  const flavors = await compute.flavors.listDetail({ signal })
  const [flavor] = flavors.sort((a, b) => a.ram - b.ram)
  if (!image || !flavor) throw new Error('This cloud has no Linux image, or no flavor')
  const { private_key = '' } = await compute.keypairs.create({ name }, { signal })
  await writeFile(join(folder, 'key'), private_key, { mode: 0o600 })
  console.log(`Building ${name} from ${image.name} ...`)
  const { id } = await compute.servers.create(
    {
      name,
      imageRef: image.id,
      flavorRef: flavor.id,
      'SNF:key_names': [name],
      networks: [{ uuid: ip.floating_network_id, fixed_ip: ip.floating_ip_address }],
    },
    { signal },
  )
  await compute.servers.waitUntil(id, 'ACTIVE', { signal })
  console.log(`Waiting for ssh on ${ip.floating_ip_address} ...`)
  // It is ACTIVE when it boots; a while later it lets people in.
  await waitFor(
    () => ssh(ip.floating_ip_address, 'true', 'ignore'),
    { done: (code) => code === 0, describe: `ssh to ${ip.floating_ip_address} to work` },
    { signal, timeoutMs: 300_000 },
  )
}

/**
 * @param {string} address
 * @param {string} command
 * @param {'inherit' | 'ignore'} stdio
 * @returns {Promise<number>} the exit code
 */
function ssh(address, command, stdio = 'inherit') {
  const options = ['-i', join(folder, 'key'), '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null']
  const args = [...options, '-o', 'ConnectTimeout=10', '-o', 'LogLevel=ERROR', `root@${address}`, command]
  return new Promise((resolve, reject) => {
    const child = spawn(process.env['SSH'] ?? 'ssh', args, { stdio, signal })
    child.once('error', (error) => reject(signal.aborted ? signal.reason : error))
    child.once('close', (code) => resolve(code ?? 1))
  })
}

/**
 * Deletes what this run created. By name, as a server may be there although the response to its creation was lost.
 *
 * @param {CycladesComputeClient} compute
 */
async function tearDown(compute) {
  for (const server of await compute.servers.list()) {
    if (server.name !== name) continue
    await compute.servers.waitUntil(server.id, ['ACTIVE', 'STOPPED', 'ERROR']) // none is deleted while it is built
    await compute.servers.delete(server.id)
    await compute.servers.waitUntilDeleted(server.id)
    console.log(`Server ${server.id} is gone`)
  }
  for (const keypair of await compute.keypairs.list()) if (keypair.name === name) await compute.keypairs.delete(name)
}
