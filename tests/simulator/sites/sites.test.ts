import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HttpsProbes } from '../../../aws/probes/probes.ts';
import type { Endpoint } from '../../../simulator/endpoint.ts';
import { runInContext } from '../../../simulator/kernel/invocation-context.ts';
import { Outages } from '../../../simulator/outages.ts';
import type { SimRequest } from '../../../simulator/seam/http.ts';
import { installHttpsSeam } from '../../../simulator/seam/https-seam.ts';
import { Sites } from '../../../simulator/sites/sites.ts';
import { standInKernel } from '../stand-in-region.ts';

const url = 'https://shop.example.com/healthz';
const inFunction = {
  environment: {},
  alive: true,
  clockStepMs: () => 0,
  crash: () => undefined,
  log: () => undefined,
};

let world: ReturnType<typeof standInKernel>;
let sites: Sites;
let uninstall: () => void;
beforeEach(() => {
  world = standInKernel();
  sites = new Sites(world.kernel, new Outages(world.kernel));
  uninstall = installHttpsSeam({
    exchange: (request: SimRequest) => sites.exchange(request, 'us-west-2'),
    resolve: (hostname: string) => sites.resolve(hostname),
  } as unknown as Endpoint);
});
afterEach(() => uninstall());

/** Probes a site as a function's code does, and tells after how many virtual milliseconds it was answered. */
async function probed(asked = url, timeoutMs = 5000) {
  const { kernel, settle } = world;
  const deadline = (ms: number): AbortSignal => {
    const controller = new AbortController();
    kernel.after(ms, () => controller.abort());
    return controller.signal;
  };
  const began = kernel.now();
  const asking = runInContext(inFunction, () => new HttpsProbes(deadline).ask({ url: asked, timeoutMs }));
  const told = asking.then((answer) => ({ answer, afterMs: kernel.now() - began }));
  await settle(10_000);
  return told;
}
const failed = (why: string) => ({ outcome: 'Failed', why });

describe('a site', () => {
  it('answers each path as it was laid, and others with 404', async () => {
    sites.hold(url, 204);
    sites.hold('https://shop.example.com/', 302);
    expect((await probed()).answer).toEqual({ outcome: 'Answered', status: 204 });
    expect((await probed(`${url}?deep=1`)).answer).toEqual({ outcome: 'Answered', status: 204 });
    expect((await probed('https://shop.example.com')).answer).toEqual({ outcome: 'Answered', status: 302 });
    expect((await probed(`${url}/more`)).answer).toEqual({ outcome: 'Answered', status: 404 });
    sites.hold(url, 503);
    expect((await probed()).answer).toEqual({ outcome: 'Answered', status: 503 });
  });

  it('is found by a name that leads to its own', async () => {
    sites.hold(url, 200);
    sites.addressesOf = (name) => (name === 'drill.example.org' ? ['shop.example.com'] : undefined);
    const asking = sites.resolve('drill.example.org');
    const own = sites.resolve('shop.example.com');
    await world.settle(1000);
    expect(await asking).toEqual(await own);
  });

  it('is not there under a name that nobody has laid', async () => {
    sites.hold(url, 200);
    expect((await probed('https://other.example.com/')).answer).toEqual(
      failed('it cannot be reached (ENOTFOUND)'),
    );
  });

  it('that answers nothing is waited for until the signal of the request', async () => {
    sites.hold(url, 'nothing');
    expect(await probed(url, 700)).toEqual({ answer: failed('no answer came within 700 ms'), afterMs: 700 });
  });

  it('tells by its code why there is no connection', async () => {
    sites.hold(url, 'refused');
    expect((await probed()).answer).toEqual(failed('it cannot be reached (ECONNREFUSED)'));
    sites.hold(url, 'untrusted');
    expect((await probed()).answer).toEqual(failed('it cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT)'));
  });

  it.each(['10.0.0.7', '::1'])('at %s is not asked', async (address) => {
    sites.hold(url, 200, { address });
    expect((await probed()).answer).toEqual(
      failed('its name leads to an address that is not public, which is not asked'),
    );
    expect(world.kernel.trace.entries.filter(({ kind }) => kind === 'site')).toEqual([]);
  });
});
