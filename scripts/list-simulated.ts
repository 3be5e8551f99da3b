import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { DURATIONS } from '../simulator/durations.ts';
import { SimulationKernel } from '../simulator/kernel/kernel.ts';
import { World } from '../simulator/world.ts';

/**
 * Writes into docs/simulator.md what the code itself lists: the operations and resource types of every simulated
 * service, and how long AWS's asynchronous operations take. Usage: `node scripts/list-simulated.ts`.
 */
export const documentPath = 'docs/simulator.md';

/** The document with its generated sections brought up to date; the rest is written by hand. */
export function withGeneratedSections(document: string): string {
  const sections = { services: servicesTable(), durations: durationsTable() };
  return Object.entries(sections).reduce((text, [name, content]) => {
    const section = new RegExp(`(<!-- generated: ${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
    if (!section.test(text)) throw new Error(`${documentPath} has no section "generated: ${name}"`);
    return text.replace(section, (_whole, begin: string, end: string) => `${begin}\n${content}\n${end}`);
  }, document);
}

function servicesTable(): string {
  const rows = simulatedServices().map(
    ({ key, operations, resourceTypes }) => `| \`${key}\` | ${code(operations)} | ${code(resourceTypes)} |`,
  );
  return [
    '| service | operations | CloudFormation resource types |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** Every service of a world that nothing runs in. */
function simulatedServices() {
  const kernel = new SimulationKernel(1, { now: () => 0, setTimer: () => () => undefined });
  const world = new World({
    kernel,
    accountId: '111122223333',
    regionNames: ['us-east-1'],
    load: () => Promise.reject(new Error('no function is loaded to list what is simulated')),
  });
  const region = world.region('us-east-1');
  return world.entries
    .map(({ key }) => ({ key, service: region.service(key) }))
    .map(({ key, service }) => ({
      key,
      operations: Object.keys(service.operations).sort(),
      resourceTypes: Object.keys(service.resourceTypes ?? {}).sort(),
    }))
    .sort((left, right) => (left.key < right.key ? -1 : 1));
}

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(' ');

function durationsTable(): string {
  const rows = Object.entries(DURATIONS).map(
    ([name, { minSeconds, maxSeconds, source }]) =>
      `| \`${name}\` | ${minSeconds} – ${maxSeconds} | ${source} |`,
  );
  return ['| what | seconds | source |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(documentPath, withGeneratedSections(readFileSync(documentPath, 'utf8')));
}
