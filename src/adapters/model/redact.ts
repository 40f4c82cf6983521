const longest = 160;

/** The first line of a server's words, at most 160 characters, with keys, tokens and URL userinfo replaced. */
export function withoutSecrets(words: string, key: string | undefined): string {
  const [line = ''] = words.trim().split(/[\r\n]/);
  // Hidden characters go first: taken out later they could join the halves of a key.
  let safe = line.replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
  for (const form of formsOf(key)) safe = safe.replaceAll(form, '[removed]');
  safe = safe
    .replaceAll(/\b(bearer|basic|api[-_ ]?key)\b\s*[:=]?\s*\S+/gi, '$1 [removed]')
    .replaceAll(/\bsk-\S+/gi, '[removed]')
    .replaceAll(/\/\/[^\s/@]*@/g, '//')
    .replace(/[.\s]+$/, '');
  return safe.length > longest ? `${safe.slice(0, longest - 1)}…` : safe;
}

/** The key as it is, and as it stands in a query or in a basic-auth header. */
function formsOf(key: string | undefined): string[] {
  if (key === undefined || !/^[\x21-\x7e]+$/.test(key)) return [];
  return [...new Set([key, encodeURIComponent(key), btoa(key)])];
}
