import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileTemplates } from '../aws/deployment/compile-templates.ts';
import { definitionFindings } from './definition-findings.ts';
import { type Template, templateFindings } from './template-findings.ts';

/** Lints both compiled templates and every state machine in them; no finding is allowed. */
const root = join(import.meta.dirname, '..');
const templates = await compileTemplates({
  root,
  regions: ['us-east-2', 'us-east-1', 'us-west-2'],
  stage: 'prod',
});
const findings: string[] = [];
let machines = 0;
for (const [name, text] of Object.entries(templates) as [string, string][]) {
  findings.push(...lintTemplate(text).map((finding) => `${name} template: ${finding}`));
  const { Resources } = JSON.parse(text) as Template;
  for (const [logicalId, { Type, Properties = {} }] of Object.entries(Resources)) {
    if (Type !== 'AWS::StepFunctions::StateMachine') continue;
    machines += 1;
    const { Definition, DefinitionSubstitutions = {} } = Properties;
    const found = await definitionFindings(Definition, DefinitionSubstitutions as Record<string, unknown>);
    findings.push(...found.map((finding) => `${logicalId}: ${finding}`));
  }
}
for (const finding of findings) console.error(finding);
console.log(`2 templates and ${machines} state machines: ${findings.length} findings`);
if (findings.length > 0) process.exitCode = 1;

/** The validator reads files only. */
function lintTemplate(text: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lint-infrastructure-'));
  try {
    const path = join(folder, 'template.json');
    writeFileSync(path, text);
    return templateFindings(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
