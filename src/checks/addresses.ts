/** What an address says of the way to it. */

function hostOf(address: string): string | undefined {
  try {
    return new URL(address).hostname.toLowerCase();
  } catch {
    return undefined;
  }
}

/** This machine: nothing travels (RFC 6761 section 6.3, RFC 5735, RFC 4291 section 2.5.3). */
export function isLoopback(address: string): boolean {
  const host = hostOf(address);
  return host !== undefined && /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(host);
}

/** A name or address that is never published: private networks, reserved names, names without a dot. */
export function isPrivate(address: string): boolean {
  const host = hostOf(address);
  if (host === undefined) return false;
  const reserved = /\.(test|local|internal|home\.arpa|lan)$/.test(host);
  const network = /^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$/.test(host);
  return reserved || network || !/[.:]/.test(host);
}
