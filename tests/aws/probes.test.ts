import dns from 'node:dns';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpsProbes } from '../../aws/probes/probes.ts';
import { isPublic, publicLookup } from '../../aws/probes/public-addresses.ts';

const { lookup } = dns;
afterEach(() => {
  dns.lookup = lookup;
});

/** A name server that answers every name so; what it was asked is kept. */
function names(...addresses: readonly string[]) {
  const asked: string[] = [];
  const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const answer = (
    hostname: string,
    _options: unknown,
    done: (error: Error | null, found: unknown) => void,
  ) => {
    asked.push(hostname);
    done(null, found);
  };
  dns.lookup = answer as unknown as typeof dns.lookup;
  return asked;
}

const connects = (options: { readonly all?: boolean; readonly family?: number } = { all: true }) =>
  new Promise((resolve) => {
    publicLookup('shop.example.com', options, (error, ...found) => resolve(error ?? found));
  });

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '52.94.236.248',
    '172.32.0.1',
    '100.128.0.1',
    '192.1.0.1',
    '2600:1f18::1',
    '2a05:d018::1',
  ])('that anybody reaches is public: %s', (address) => {
    expect(isPublic(address, address.includes(':') ? 6 : 4)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '169.254.170.2',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '192.0.2.1',
    '198.19.0.1',
    '203.0.113.7',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a9fe:a9fe',
    'fd00:ec2::254',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
  ])('of a private network, a machine itself, a test or a group is not: %s', (address) => {
    expect(isPublic(address, address.includes(':') ? 6 : 4)).toBe(false);
  });
});

describe('a connection of a probe', () => {
  it('goes to the addresses that were looked at', async () => {
    names('8.8.8.8', '8.8.4.4');
    expect(await connects()).toEqual([
      [
        { address: '8.8.8.8', family: 4 },
        { address: '8.8.4.4', family: 4 },
      ],
    ]);
    expect(await connects({})).toEqual(['8.8.8.8', 4]);
  });

  it.each([[['10.0.0.1']], [['8.8.8.8', '169.254.169.254']], [['fe80::1', '8.8.8.8']], [[]]] as const)(
    'goes nowhere where one of its addresses is not public: %j',
    async (addresses) => {
      names(...addresses);
      for (const options of [{ all: true }, {}])
        expect(await connects(options)).toMatchObject({ code: 'NOT_PUBLIC' });
    },
  );
});

describe('a probe of a name that leads inside', () => {
  const probes = new HttpsProbes(() => new AbortController().signal);

  it('is not sent, and does not tell where it leads', async () => {
    const asked = names('169.254.169.254');
    const answer = await probes.ask({ url: 'https://shop.example.com/latest/meta-data', timeoutMs: 1000 });
    expect(answer).toEqual({
      outcome: 'Failed',
      why: 'its name leads to an address that is not public, which is not asked',
    });
    expect(asked).toEqual(['shop.example.com']);
  });
});
