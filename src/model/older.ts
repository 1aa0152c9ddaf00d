/** Whether a version such as 20.10.24+dfsg1 is older, by major and minor; distributions add all kinds of suffixes. Pure. */
export function isOlder(version: string, than: string): boolean {
  const [major, minor] = partsOf(version)
  const [needMajor, needMinor] = partsOf(than)
  return major < needMajor || (major === needMajor && minor < needMinor)
}

function partsOf(version: string): [major: number, minor: number] {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number.parseFloat)
  return [major, minor]
}
