import { base } from './base.ts'
import type { Proof, Reported } from './row.ts'

const { web, redis } = base
const on = (port: string): Proof => ({
  shows: `web answers at ${port}`,
  ...{ run: `curl -sgi 'http://${port}/whoami/'`, prints: /x-saleor-release[^]*"version"/i },
})

/** Ports, addresses and namespaces. */
export const networks: Reported[] = [
  {
    what: 'a fixed address of web',
    services: { web: { ...web, networks: { default: { ipv4_address: '172.28.0.10' } } } },
    refused: /ipv4_address is fixed/,
    line: /ipv4_address:/,
  },
  {
    what: 'network_mode: service:web',
    services: { side: { image: 'busybox:1', network_mode: 'service:web' } },
    refused: /network_mode ties it to a container of web/,
    line: /network_mode:/,
  },
  {
    what: 'volumes_from web',
    services: { side: { image: 'busybox:1', volumes_from: ['web'] } },
    refused: /volumes_from ties it to a container of web/,
    line: /volumes_from:/,
  },
  {
    what: 'network_mode: host of web',
    services: { web: { ...web, network_mode: 'host' } },
    refused: /network_mode: host/,
    line: /network_mode:/,
  },
  {
    what: 'a port over udp',
    services: { web: { ...web, ports: ['8000:8000/udp'] } },
    refused: /over udp/,
    line: /ports:/,
  },
  {
    what: 'several ports of web',
    services: { web: { ...web, ports: ['8000:8000', '9000:9000'] } },
    refused: /several of its own ports/,
    line: /ports:/,
  },
  {
    what: 'a range of ports for one target',
    services: { web: { ...web, ports: ['8000-8002:8000'] } },
    says: /web: web rolled/,
    proofs: [on('127.0.0.1:8001'), on('127.0.0.1:8002')],
  },
  {
    what: 'a port in the long form',
    services: {
      web: { ...web, ports: [{ target: 8000, published: '8000', protocol: 'tcp', mode: 'host' }] },
    },
    says: /web: web rolled/,
  },
  {
    what: 'a port of the loopback address of IPv6',
    services: { web: { ...web, ports: ['[::1]:8000:8000'] } },
    says: /web: web rolled/,
    port: 0,
    proofs: [on('[::1]:8000')],
  },
  {
    what: 'a fixed hardware address of an accessory',
    // Compose 2.26 itself makes nothing of mac_address beside networks.
    services: { redis: { ...redis, networks: { default: { mac_address: '02:42:ac:11:00:99' } } } },
    says: /redis: accessory started/,
    proofs: [
      {
        shows: 'redis has it',
        in: 'redis',
        run: 'cat /sys/class/net/eth0/address',
        prints: /^02:42:ac:11:00:99$/,
      },
    ],
  },
]
