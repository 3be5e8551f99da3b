import { NOTICES } from '../../domain/policy/notice-kinds.ts';
import type { EventDefinition } from '../../events/event.ts';
import { pascal } from '../../statemachines/builders/names.ts';
import { takes } from '../../statemachines/builders/task.ts';
import { at, included, json, named, ofResources, ofRole, ref } from './cloudformation.ts';
import type { File, Project } from './project.ts';

/**
 * Rules by the two halves of their names, `cluster-requested-to-create-cluster`: the pattern of each that follows
 * from outlines and events, and the rule itself of each pattern, where `infrastructure/regional/events.yml` has none.
 */
export function rules(project: Project): readonly File[] {
  const patterns = [...toWorkflows(project), ...ofSets(project)];
  const names = new Set([...patterns.map(([name]) => name), ...project.patterns]);
  const byHand = project.yaml('infrastructure/regional/events.yml').Resources as object;
  const usual = [...names].sort().filter((name) => !(`${pascal(name)}Rule` in byHand));
  return [
    ...patterns.map(([name, pattern]) => json(`events/rules/${name}.json`, pattern)),
    ofResources(
      'rules',
      usual.map((name) => [`${pascal(name)}Rule`, ruleOf(name, project)]),
    ),
    included('names', { asked: asked(project).join(', ') }),
  ];
}

type Pattern = readonly [name: string, pattern: object];

/** A request has an id of the caller's; that an approval was requested is a fact. */
const isRequest = ({ detailType, detail }: EventDefinition): boolean =>
  detailType.endsWith('Requested') && takes(detail, 'requestId');
const typesOf = (events: readonly EventDefinition[]) => events.map(({ detailType }) => detailType).sort();
const ours = (detailTypes: readonly unknown[]) => ({ source: ['eks-fleet'], 'detail-type': detailTypes });

/** From the events by which an outline says that it is started. */
const toWorkflows = ({ outlines }: Project): readonly Pattern[] =>
  outlines.flatMap(({ workflow: { name, startedBy } }) =>
    startedBy.map(({ detailType }) => [`${kebab(detailType)}-to-${name}`, ours([detailType])] as const),
  );

const kebab = (detailType: string): string =>
  detailType.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

const ofSets = ({ events, outlines }: Project): readonly Pattern[] => [
  ['facts-to-home-bus', ours(typesOf(events.filter((event) => !isRequest(event))))],
  ['notices-to-notify-topics', ours([...new Set(Object.values(NOTICES).flat())].sort())],
  ['unknown-to-rejects-queue', ours([{ 'anything-but': typesOf(events) }])],
  [
    'execution-ended-to-reap-operations',
    {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        // Workflows whose request waits for an answer.
        stateMachineArn: outlines
          .filter(({ workflow }) => workflow.isAnswered && workflow.startedBy.some(isRequest))
          .map(({ workflow: { name } }) => ref(`${pascal(name)}StateMachine`)),
      },
    },
  ],
];

/** Requests that a person may make: the requests of the fleet to itself start nothing that progress tells of. */
const asked = ({ outlines }: Project): readonly string[] =>
  typesOf(outlines.flatMap(({ workflow }) => (workflow.inProgress === 'steps' ? workflow.startedBy : [])));

/**
 * The most characters of a name within the 64 of a rule's, beside `eks-fleet-`, a stage of nine (`cli/options.ts`)
 * and a hyphen.
 */
const LONGEST = 44;

function ruleOf(name: string, { outlines }: Project): object {
  const [event = '', target = ''] = name.split('-to-');
  const isWorkflow = outlines.some(({ workflow }) => workflow.name === target);
  return {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: named(name.length > LONGEST ? event : name),
      EventBusName: ref('FleetBus'),
      EventPattern: `\${file(events/rules/${name}.json)}`,
      Targets: [
        {
          Id: target,
          ...(isWorkflow
            ? { Arn: ref(`${pascal(target)}StateMachine`), RoleArn: ofRole('rules') }
            : { Arn: at(pascal(target), 'Arn') }),
          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: at('DeadLetterQueue', 'Arn') },
        },
      ],
    },
  };
}
