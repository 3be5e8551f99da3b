import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { FINDINGS } from '../domain/upgrade/finding.ts';
import { DURATIONS } from '../simulator/durations.ts';
import { SimulationKernel } from '../simulator/kernel/kernel.ts';
import { RESOURCES } from '../simulator/kubernetes/api/resources.ts';
import { RULES } from '../simulator/rules.ts';
import { World } from '../simulator/world.ts';

/**
 * Writes lists from the code into the documents: the operations and resource types of every simulated service, the
 * durations of AWS's asynchronous operations, the rules with their sources, and the findings of an upgrade. Usage: `node
 * scripts/list-simulated.ts`, which writes the files itself.
 */
const SECTIONS: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'docs/simulator.md': { services: servicesTable, durations: durationsTable },
  'docs/simulator-rules.md': { rules: ruleTables },
  'docs/findings.md': { findings: findingsTable },
};

/** Every document with its generated sections brought up to date, by path. The other sections are written by hand. */
export function upToDate(read: (path: string) => string): Readonly<Record<string, string>> {
  const written = Object.entries(SECTIONS).map(([path, sections]) => [
    path,
    withSections(path, read(path), sections),
  ]);
  return Object.fromEntries(written) as Record<string, string>;
}

function withSections(
  path: string,
  document: string,
  sections: Readonly<Record<string, () => string>>,
): string {
  return Object.entries(sections).reduce((text, [name, content]) => {
    const section = new RegExp(`(<!-- generated: ${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
    if (!section.test(text)) throw new Error(`${path} has no section "generated: ${name}"`);
    return text.replace(section, (_whole, begin: string, end: string) => `${begin}\n${content()}\n${end}`);
  }, document);
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

function findingsTable(): string {
  return [
    '| finding | severity | what it means | what to do |',
    '| --- | --- | --- | --- |',
    ...Object.entries(FINDINGS).map(
      ([id, { severity, isWaivable, means, todo }]) =>
        `| \`${id}\` | ${severity}${isWaivable ? ', can be waived' : ''} | ${cell(means)} | ${cell(todo)} |`,
    ),
  ].join('\n');
}

function ruleTables(): string {
  return RULES.flatMap(({ service, rules }) => [
    `## ${service}`,
    '',
    '| rule | source | test |',
    '| --- | --- | --- |',
    ...rules.map(({ rule, source, test }) => `| ${cell(rule)} | ${cell(source)} | ${cell(test)} |`),
    '',
  ]).join('\n');
}

function servicesTable(): string {
  const rows = [...simulatedServices(), kubernetesApi()].map(
    ({ key, operations, resourceTypes }) => `| \`${key}\` | ${code(operations)} | ${code(resourceTypes)} |`,
  );
  return [
    '| service | operations | CloudFormation resource types |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** The operations that each cluster's own API serves. */
function kubernetesApi() {
  const named = (plural: string, verbs: readonly string[]) => verbs.map((verb) => `${verb} ${plural}`);
  const operations = RESOURCES.flatMap(({ plural, verbs, subresources = {} }) => [
    ...named(plural, verbs),
    ...Object.entries(subresources).flatMap(([name, served]) => named(`${plural}/${name}`, served)),
  ]);
  return { key: 'kubernetes', operations: [...operations, 'get /version', 'get /readyz'], resourceTypes: [] };
}

/** Every service of a world that nothing runs in. */
function simulatedServices() {
  const kernel = new SimulationKernel(1, { now: () => 0, setTimer: () => ({ cancel: () => undefined }) });
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
  const written = upToDate((path) => readFileSync(path, 'utf8'));
  for (const [path, text] of Object.entries(written)) writeFileSync(path, text);
}
