import { describe, expect, it } from '@jest/globals';
import { probeUrlProblem } from '../../../domain/upgrade/probe-url.ts';
import { probe } from '../../../domain/upgrade/probes.ts';
import { upgradeActions } from '../../../domain/upgrade/request.ts';

describe('the URL of a probe', () => {
  it.each([
    'https://shop.example.com',
    'https://shop.example.com:443/healthz?deep=1',
    'https://xn--bcher-kva.example/',
    'https://internal.example.com/',
    'https://a.b.c.example.co.uk/localhost',
    'https://1.example.com/',
  ])('may be %s', (url) => {
    expect(probeUrlProblem(url)).toBeUndefined();
  });

  it.each([
    ['no URL', 'shop.example.com/healthz', 'a URL like'],
    ['one without TLS', 'http://shop.example.com/', 'begins with https'],
    ['a file', 'file:///etc/passwd', 'begins with https'],
    ['another port', 'https://shop.example.com:8443/', 'port 443'],
    ['a user', 'https://ann@shop.example.com/', 'without a user'],
    ['a password', 'https://:secret@shop.example.com/', 'without a user'],
    ['a fragment', 'https://shop.example.com/#a', 'fragment'],
    ['an address', 'https://203.0.113.9/', 'an address'],
    ['the metadata service', 'https://169.254.169.254/latest/meta-data', 'an address'],
    ['an address as one number', 'https://2130706433/', 'an address'],
    ['an address in base 16', 'https://0x7f.1/', 'an address'],
    ['an address in base 8', 'https://0177.0.0.1/', 'an address'],
    ['an address in other digits', 'https://①②⑦.0.0.1/', 'an address'],
    ['an address of IPv6', 'https://[::1]/', 'an address'],
    ['IPv4 in IPv6', 'https://[::ffff:169.254.169.254]/', 'an address'],
    ['the machine itself', 'https://localhost/', 'whole name'],
    ['the machine itself by a longer name', 'https://a.localhost/', 'private network'],
    ['one label', 'https://metadata/', 'whole name'],
    ['a name with a dot at its end', 'https://localhost./', 'whole name'],
    ['a name of Google’s metadata', 'https://metadata.google.internal/', 'private network'],
    ['a name of EC2', 'https://ip-10-0-0-1.us-west-2.compute.internal/', 'private network'],
    ['a name in other letters', 'https://ＭＥＴＡ.Internal/', 'private network'],
    ['a name of mDNS', 'https://printer.local/', 'private network'],
    ['a home network', 'https://router.home.arpa/', 'private network'],
  ])('is not %s', (_what, url, problem) => {
    expect(probeUrlProblem(url)).toContain(problem);
  });

  it('is not longer than anybody reads', () => {
    expect(probeUrlProblem(`https://shop.example.com/${'a'.repeat(500)}`)).toContain('at most 512');
  });
});

describe('probes of a request', () => {
  const [upgrade] = upgradeActions;
  const url = 'https://shop.example.com/';
  const paths = (probes: unknown) =>
    upgrade
      .safeParse({ action: 'upgrade', to: '1.36', health: { probes } })
      .error?.issues.map(({ path }) => path.join('.'));

  it('say a URL, and what is expected of it where that is not usual', () => {
    expect(probe.parse({ url })).toEqual({ url, timeoutMs: 5000, failures: 3 });
    expect(paths([{ url, status: 204, timeoutMs: 8000, failures: 30 }])).toBeUndefined();
  });

  it.each([
    ['a status that there is not', [{ url, status: 700 }], 'health.probes.0.status'],
    ['a time that no task has', [{ url, timeoutMs: 8001 }], 'health.probes.0.timeoutMs'],
    ['no look at all', [{ url, failures: 0 }], 'health.probes.0.failures'],
    ['one URL twice', [{ url }, { url }], 'health.probes'],
    ['eleven', Array.from({ length: 11 }, (_, at) => ({ url: `${url}${at}` })), 'health.probes'],
    ['a header', [{ url, headers: {} }], 'health.probes.0'],
    ['a private name', [{ url: 'https://a.internal/' }], 'health.probes.0.url'],
  ])('are not %s', (_what, probes, path) => {
    expect(paths(probes)).toEqual([path]);
  });
});
