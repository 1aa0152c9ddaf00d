import type { Server } from '../sandbox/sandbox.ts'

const look = `cd /opt/saleor
for file in undo.log guard.log holder; do [ -e $file ] && echo "— $file —" && tail -n 40 $file; done
echo '— events.log —'; tail -n 6 events.log
echo '— files —'; readlink live; find . -printf '%y %s %p\\n' | sort -k 3 | head -n 80; df -k . | tail -n 1
echo '— containers —'; docker ps -a --format '{{.Names}} {{.Label "saleor-deploy.release"}} {{.Status}}'
echo '— processes —'; ps -eo pid,ppid,etimes,args --width 120 | grep -v -e dockerd -e containerd -e docker-proxy | tail -n 30
echo '— engine —'; tail -n 15 /var/log/dockerd.log`

/** What is on the hosts after a case that went wrong, for whoever has to find out why. */
export async function evidenceFrom(servers: readonly Server[]): Promise<string> {
  const all = await Promise.all(
    servers.map(async (server) => {
      const { stdout, stderr } = await server.run(['bash', '-c', look])
      return `=== ${server.name} ===\n${stdout}${stderr}`
    }),
  )
  return all.join('\n')
}
