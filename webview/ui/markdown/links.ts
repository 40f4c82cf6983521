const allowed = new Set(['http:', 'https:', 'mailto:']);

/**
 * Which addresses become links at all: http, https and mailto, absolute, and without a user name, which is only ever
 * used to make one host look like another (`https://good.example@evil.example`).
 */
export function isAllowedLink(address: string): boolean {
  const url = parse(address);
  return url !== undefined && allowed.has(url.protocol) && url.username === '' && url.password === '';
}

function parse(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
