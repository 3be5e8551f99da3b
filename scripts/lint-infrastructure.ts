import { readFileSync } from 'node:fs';
import { definitionFindings } from './definition-findings.ts';
import { packageService, type ServiceName, services, templateIn } from './package-service.ts';
import { type Template, templateFindings } from './template-findings.ts';

/** Lints both compiled templates and every state machine in them; no finding is allowed. */
let findings = 0;
let machines = 0;
for (const service of Object.keys(services) as ServiceName[]) {
  const path = templateIn(packageService(service, 'template'));
  report(services[service], templateFindings(path));
  const { Resources } = JSON.parse(readFileSync(path, 'utf8')) as Template;
  for (const [name, { Type, Properties = {} }] of Object.entries(Resources)) {
    if (Type !== 'AWS::StepFunctions::StateMachine') continue;
    machines += 1;
    const { Definition, DefinitionSubstitutions = {} } = Properties;
    report(name, await definitionFindings(Definition, DefinitionSubstitutions as Record<string, unknown>));
  }
}
console.log(`${Object.keys(services).length} templates and ${machines} state machines: ${findings} findings`);
if (findings > 0) process.exitCode = 1;

function report(where: string, messages: readonly string[]): void {
  findings += messages.length;
  for (const message of messages) console.error(`${where}: ${message}`);
}
