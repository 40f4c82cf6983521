/** Where a model may be spoken to. Pure, so that the settings page, the picker and the adapter all give the same answer. */

export type CheckedBaseUrl =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly message: string };

const example = 'for example http://127.0.0.1:11434/v1 or https://api.openai.com/v1';

/**
 * A base URL fit to carry a key and the candidate's words: https, or http on this machine only.
 * Trailing slashes and a pasted `/chat/completions` are removed.
 */
export function checkedBaseUrl(text: string): CheckedBaseUrl {
  const trimmed = text.trim();
  if (trimmed === '') return refuse(`No model address is set. Enter a base URL, ${example}.`);
  if (hasSpaceOrControl(trimmed))
    return refuse(`The model address has a space or a hidden character in it. Enter it again, ${example}.`);
  const url = parsed(trimmed);
  if (url === undefined)
    return refuse(`The model address is not a complete URL. Begin it with http:// or https://, ${example}.`);
  const problem = problemWith(url);
  if (problem !== undefined) return refuse(problem);
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  return { ok: true, url: `${url.origin}${path}` };
}

/** `scheme://host:port`, the thing that a key is bound to; undefined when the text is no URL of a server. */
export function originOf(text: string): string | undefined {
  const url = parsed(text.trim());
  if (url === undefined || !isWeb(url)) return undefined;
  return url.origin;
}

function problemWith(url: URL): string | undefined {
  if (!isWeb(url)) return `A model address begins with http:// or https://, ${example}.`;
  // Not repeated in the message: it may hold a password.
  if (url.username !== '' || url.password !== '') {
    return 'The model address holds a user name or password. Remove it and set the key with the command "ML Interviewer: Set API Key".';
  }
  if (url.search !== '' || url.hash !== '')
    return 'The model address has a "?" or "#" part. Enter only the base URL, which usually ends in /v1.';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'Plain http is allowed only for a server on this machine (127.0.0.1 or localhost), because the key and your answers would travel unprotected. Use https.';
  }
  return undefined;
}

/** The whole of 127.0.0.0/8 is loopback (RFC 1122, 3.2.1.3); `URL` has already written short and hexadecimal forms out. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function isWeb(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

/** `URL` drops tabs and line breaks silently, so that what is used would not be what was read. */
function hasSpaceOrControl(text: string): boolean {
  return /[\s\p{Cc}\p{Cf}]/u.test(text);
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function refuse(message: string): CheckedBaseUrl {
  return { ok: false, message };
}
