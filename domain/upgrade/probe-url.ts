/** Names that networks keep for themselves (RFC 6761, 6762, 8375; ICANN's `.internal`), and those of old routers. */
const OWN_NAMES = /(^|\.)(localhost|localdomain|local|internal|intranet|private|lan|home|corp|arpa)$/;

const MOST_CHARACTERS = 512;

/**
 * The reason why a URL may not be probed, or undefined. Who asks for an upgrade chooses it, and a function of the fleet
 * goes there: it may lead to a public site alone. The name's addresses are looked at once more as it connects.
 */
export function probeUrlProblem(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS) return `a URL of at most ${MOST_CHARACTERS} characters`;
  const url = URL.parse(text);
  if (!url) return 'a URL like https://shop.example.com/healthz';
  if (url.protocol !== 'https:') return 'a URL that begins with https://';
  if (url.username !== '' || url.password !== '')
    return 'a URL without a user or password: it is kept, and shown to whoever sees the upgrade';
  if (url.port !== '')
    return 'port 443: no other is probed, so that nobody looks for open ports by the fleet';
  if (url.hash !== '') return 'a URL without a fragment: no request carries one';
  return hostProblem(url.hostname);
}

/** `URL` has written every form of an IPv4 address as four numbers by now, and names in ASCII. */
function hostProblem(host: string): string | undefined {
  if (host.startsWith('[') || /(^|\.)\d+$/.test(host)) return 'a name: an address is not probed';
  if (!host.includes('.') || host.endsWith('.'))
    return 'the whole name of a public site, such as shop.example.com';
  return OWN_NAMES.test(host) ? 'a public name: this one is of a private network' : undefined;
}
