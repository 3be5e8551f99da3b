import { functionArn, pascal } from '../../statemachines/builders/names.ts';
import { at, named, ofResources, ofRole, ref } from './cloudformation.ts';
import { type File, LIST, type Outline, type Project } from './project.ts';
import { checked } from './provenance.ts';

export const stateMachines = ({ outlines }: Project): readonly File[] => [
  ...outlines.map(definitionOf),
  listOf(outlines),
  resources(outlines),
];

/** A workflow's outline as AWS takes it. */
const definitionOf = ({ workflow: { name, definition } }: Outline): File => [
  `statemachines/${name}.asl.json`,
  `${JSON.stringify(checked(definition), null, 2)}\n`,
];

/** All of them, with the members that tell them apart. */
function listOf(outlines: readonly Outline[]): File {
  const files = [...outlines.map(({ file }) => file), 'builders/workflow.ts'].sort();
  const imports = files.map((file) => {
    const exported = outlines.find((one) => one.file === file)?.exported;
    return `import ${exported ? `{ ${exported} }` : 'type { Workflow }'} from './${file}';`;
  });
  const list = [
    '/** Every workflow; `npm run generate` writes this list. */',
    'export const WORKFLOWS: readonly Workflow[] = [',
    ...outlines.map(({ exported }) => `  ${exported},`),
    '];',
  ];
  return [`statemachines/${LIST}`, [...imports, '', ...list, ''].join('\n')];
}

/** Their resources, each with the functions that it calls. */
function resources(outlines: readonly Outline[]): File {
  const machines = outlines.map(({ workflow: { name, tasks } }) => {
    const functions = tasks.map((contract) => [
      functionArn(contract).slice(2, -1),
      at(`${pascal(contract.task)}LambdaFunction`, 'Arn'),
    ]);
    const machine = {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: named(name),
        RoleArn: ofRole('workflows'),
        Definition: `\${file(statemachines/${name}.asl.json)}`,
        DefinitionSubstitutions: {
          Partition: ref('AWS::Partition'),
          ...Object.fromEntries(functions.sort()),
        },
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: {
          Level: 'ERROR',
          IncludeExecutionData: false,
          Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: at('WorkflowLogs', 'Arn') } }],
        },
      },
    };
    return [`${pascal(name)}StateMachine`, machine] as const;
  });
  return ofResources('state-machines', machines);
}
