import type { RandomStream } from '../../simulator/kernel/random.ts';
import type { SignedRequest } from '../../simulator/seam/signature.ts';
import { leniently } from '../../simulator/seam/wire-faults.ts';

type Draft = { -readonly [Member in keyof SignedRequest]: SignedRequest[Member] };

const text = (body: Uint8Array): string => new TextDecoder().decode(body);
const bytes = (body: string): Uint8Array => new TextEncoder().encode(body);

/** Values of the wrong kind, at the edges, or too long. */
const ODD: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e300,
    '',
    'x',
    ' ',
    '0',
    '-1',
    'null',
    'NaN',
    '2026-13-45T99:00:00Z',
    '!!not base64',
  ],
  ...[
    'x'.repeat(70_000),
    '\u0000',
    '%zz',
    '../..',
    'arn:aws:',
    'é',
    '{',
    '{}',
    '[]',
    '[null]',
    '${a}',
    '{{a}}',
    '$.a',
  ],
  ...[[], {}, [null], [[]], [{}], { a: null }, { '': '' }, { __proto__x: 1 }, [1, 'a'], ['a', 'a']],
];
const BODIES = [
  '',
  'null',
  '[]',
  '"x"',
  '1',
  '{',
  '{}',
  'true',
  '<',
  '<a>',
  'a=b&',
  '%zz=%zz',
  '\ufeff{}',
  '{"a":',
  '[{}]',
];

/** Every place inside of a JSON value, as the holder and the key. */
function placesIn(value: unknown, found: [Record<string, unknown>, string][] = []): typeof found {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    found.push([value as Record<string, unknown>, key]);
    placesIn(inner, found);
  }
  return found;
}

function mutateJson(body: string, random: RandomStream): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return body;
  }
  const places = placesIn(value);
  if (places.length === 0)
    return JSON.stringify({ ...(value as object), [random.pick(['x', 'name'])]: random.pick(ODD) });
  const [holder, key] = random.pick(places);
  const was = holder[key];
  const change = random.integer(0, 5);
  if (change === 0) delete holder[key];
  else if (change === 1) holder[key] = [was];
  else if (change === 2) holder[key] = { [key]: was };
  else if (change === 3 && typeof was === 'string')
    holder[key] = `${was}${random.pick(['x', ' ', '\n', '*', '/', ':'])}`;
  // A document inside of a text: a policy, a definition, a template.
  else if (change === 4 && typeof was === 'string' && was.startsWith('{'))
    holder[key] = mutateJson(was, random);
  else holder[key] = random.pick(ODD);
  return JSON.stringify(value);
}

function mutatePairs(body: string, random: RandomStream): string {
  const pairs = body.split('&');
  const at = random.integer(0, pairs.length - 1);
  const [key = '', value = ''] = (pairs[at] as string).split('=');
  const odd = encodeURIComponent(String(random.pick(ODD)));
  const changed = [
    () => [],
    () => [`${key}=${odd}`],
    () => [`${key}.1=${value}`],
    () => [`${key}.member.x=${value}`],
    () => [`${key}=${value}`, `${key}=${odd}`],
    () => [`${key.replace(/\d+/, '99999999')}=${value}`],
    () => [`${key.replace(/\d+/, '0')}=${value}`],
    () => [`${key}=%zz`],
    () => [`${key.replace(/\.\d+\./, '.')}=${value}`],
    () => {
      const inner = leniently(value);
      return [`${key}=${inner.startsWith('{') ? encodeURIComponent(mutateJson(inner, random)) : ''}`];
    },
  ];
  pairs.splice(at, 1, ...random.pick(changed)());
  return pairs.join('&');
}

function mutateXml(body: string, random: RandomStream): string {
  const tags = [...body.matchAll(/>([^<]*)</g)];
  if (tags.length === 0) return body;
  const { 0: all, index } = random.pick(tags);
  const odd = String(random.pick(ODD)).replace(/[<&]/g, '');
  return random.chance(0.2)
    ? body.slice(0, index)
    : `${body.slice(0, index)}>${odd}<${body.slice(index + all.length)}`;
}

function mutateBody({ body, headers }: Draft, random: RandomStream): Uint8Array {
  if (body.length === 0 || random.chance(0.1)) return bytes(random.pick(BODIES));
  if (random.chance(0.05)) return body.slice(0, random.integer(0, body.length));
  const type = headers['content-type'] ?? '';
  const said = text(body);
  if (/json/.test(type)) return bytes(mutateJson(said, random));
  return bytes(/form/.test(type) ? mutatePairs(said, random) : mutateXml(said, random));
}

function mutateTarget({ target }: Draft, random: RandomStream): string {
  const [path = '/', query = ''] = target.split('?');
  const segments = path.split('/');
  const at = random.integer(0, segments.length - 1);
  const odd = random.pick([
    'a%zz',
    '%',
    '%00',
    '%ff',
    '',
    'x'.repeat(300),
    '..',
    'a b'.replace(' ', '%20'),
    'é',
    '*',
    'a%2Fb',
  ]);
  if (query && random.chance(0.6)) return `${path}?${mutatePairs(query, random)}`;
  if (random.chance(0.3))
    return `${path}?${random.pick(['nextToken=garbage', 'maxResults=abc', 'maxResults=-1', '%zz', 'a=%zz', '=', 'nextToken='])}`;
  segments[at] = odd;
  return `${segments.join('/') || '/'}${query ? `?${query}` : ''}`;
}

/** Changes one thing of a request. What is changed is signed again, so that it is read. */
export function mutate(request: SignedRequest, random: RandomStream): SignedRequest {
  const draft: Draft = { ...request, headers: { ...request.headers } };
  const what = random.next();
  if (what < 0.72) draft.body = mutateBody(draft, random);
  else if (what < 0.88) draft.target = mutateTarget(draft, random);
  else if (what < 0.93)
    draft.method = random.pick(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS']);
  else {
    const name = random.pick(
      Object.keys(draft.headers).filter((each) => !['host', 'authorization'].includes(each)),
    );
    draft.headers = {
      ...draft.headers,
      [name]: random.pick(['', 'x', '1', 'null', 'text/plain', 'A.B', 'é']),
    };
  }
  return draft;
}
