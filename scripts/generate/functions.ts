import { pascal } from '../../statemachines/builders/names.ts';
import { dashed, included, named, ofResources, ofRole, ref } from './cloudformation.ts';
import type { File, Project } from './project.ts';

/** A function for each contract, a role for each that has statements, and who publishes. */
export const functions = (project: Project): readonly File[] => [
  entries(project),
  roles(project),
  publishers(project),
];

/** The entry of each function. Members of its own are in `infrastructure/functions.yml`. */
const entries = ({ contracts }: Project): File =>
  included(
    'functions',
    Object.fromEntries(
      contracts.map(({ task }) => [
        pascal(task).replace(/^./, (first) => first.toLowerCase()),
        { handler: `functions/${task}.handler`, role: ofRole(dashed(task)) },
      ]),
    ),
  );

/** The envelope of each role: its permissions are in `infrastructure/global/statements/<domain>.yml`. */
const roles = ({ contracts, has, yaml }: Project): File =>
  ofResources(
    'roles',
    contracts.flatMap(({ task }) => {
      const [domain = '', name = ''] = task.split('/');
      const statements = `infrastructure/global/statements/${domain}.yml`;
      if (!has(statements) || !(name in yaml(statements))) return [];
      const role = {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: named(dashed(task)),
          Path: '/eks-fleet/',
          PermissionsBoundary: ref('FunctionBoundary'),
          AssumeRolePolicyDocument: '${file(infrastructure/global/lambda-trust.json)}',
          ManagedPolicyArns: [ref('FunctionLogsPolicy')],
          Policies: [
            {
              PolicyName: 'task',
              PolicyDocument: { Version: '2012-10-17', Statement: `\${file(${statements}):${name}}` },
            },
          ],
        },
      };
      return [[`${pascal(task)}Role`, role] as const];
    }),
  );

/** Whom the bus lets publish under the fleet's source: tasks that say so in their contract, and schedules, which request. */
const publishers = ({ contracts }: Project): File =>
  included('publishers', [
    ...contracts.flatMap(({ task, publishes }) => (publishes ? ofRole(dashed(task)) : [])),
    ofRole('schedules'),
  ]);
