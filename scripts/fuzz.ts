import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compileTemplates } from '../aws/deployment/compile-templates.ts';
import {
  installContextualEnvironment,
  installContextualOutput,
} from '../simulator/kernel/invocation-context.ts';
import { randomStream } from '../simulator/kernel/random.ts';
import { installVirtualClock } from '../simulator/kernel/virtual-clock.ts';
import { Findings } from './fuzz/findings.ts';

/*
 * `npm run fuzz -- --requests N [--from SEED] [--service KEY]`: signed requests to every operation that the simulated AWS
 * serves, sound ones and mutated ones, as clients outside of the process send them. None may end the world or be answered
 * with a fault of the simulator's own. Prints each kind of fault once, with its request, and exits with 1 if there was any.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REGIONS = ['us-west-2', 'us-east-1'];
/** A world is used up by what is deleted in it. */
const REQUESTS_A_WORLD = 2000;

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    service: { type: 'string' },
  },
});
const requests = Number(values.requests);
const templates = await compileTemplates({ root: ROOT, regions: REGIONS, stage: 'prod' });

const startedAt = performance.now();
const { now } = Date;
const clock = installVirtualClock(0, randomStream(0, 'product'));
installContextualEnvironment();
installContextualOutput();
const { fuzzWorld } = await import('./fuzz/world.ts');

const findings = new Findings();
let seed = Number(values.from);
for (let left = requests; left > 0; left -= REQUESTS_A_WORLD) {
  const count = Math.min(left, REQUESTS_A_WORLD);
  await fuzzWorld(
    { root: ROOT, regions: REGIONS, templates, seed, count, service: values.service, clock, wallNow: now },
    findings,
  );
  seed++;
  console.log(`${requests - left + count} requests, ${findings.count} faults of ${findings.kinds} kinds`);
}
clock.uninstall();
console.log(findings.report());
console.log(`${requests} requests in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
process.exit(findings.count > 0 ? 1 : 0);
