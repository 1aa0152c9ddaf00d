import { asRoot, must } from '../../scripts/setup/command.ts'

/** The kernel's log, open to containers for a while. */
export interface KernelLog {
  close(): Promise<void>
}

const setting = 'kernel.dmesg_restrict'

/**
 * Lets containers read the kernel's log, where processes that the kernel has killed stand. On a server cAdvisor is privileged;
 * a container that plays a server can't give it that right, so the machine permits everybody to read until this is closed.
 */
export async function openKernelLog(): Promise<KernelLog> {
  const before = await must(['sysctl', '--values', setting])
  await must(asRoot(['sysctl', '--write', `${setting}=0`]))
  return { close: async () => void (await must(asRoot(['sysctl', '--write', `${setting}=${before}`]))) }
}
