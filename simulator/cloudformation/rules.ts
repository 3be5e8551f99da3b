import type { Rule } from '../rule.ts';

const GUIDE = 'CloudFormation guide';
const RECORDED = 'LocalStack recordings of AWS';

/** The rules of CloudFormation, kept true by `tests/simulator/rules.test.ts`. */
export const CLOUDFORMATION_RULES: readonly Rule[] = [
  {
    rule: 'Resources are made in the order of their references, side by side where nothing binds them',
    source: `${GUIDE}, "DependsOn attribute"`,
    test: 'makes each resource after those that it refers to, and the others side by side',
  },
  {
    rule: 'A resource that fails rolls the stack back',
    source: `${GUIDE}, "Stack failure options"`,
    test: 'rolls back when a resource fails, and says which',
  },
  {
    rule: 'What is under way beside a failure is cancelled',
    source: `${GUIDE}, "Troubleshooting CloudFormation"`,
    test: 'cancels what is under way beside a failure, and deletes it when it has ended',
  },
  {
    rule: 'A stack that is there is judged by its tags, one that is to be by those of the request',
    source: 'Service authorization reference of AWS CloudFormation, stack',
    test: 'is asked of IAM with the tags of the stack, or of the request that makes it',
  },
  {
    rule: 'A client request token makes CreateStack idempotent',
    source: 'SDK typings of @aws-sdk/client-cloudformation, ClientRequestToken',
    test: 'answers a repeated call with the same token, and refuses another',
  },
  {
    rule: 'A replaced resource is deleted after the update, under the new one',
    source: `${GUIDE}, "Update behaviors of stack resources"; ${RECORDED}`,
    test: 'replaces by making the new one first and deleting the old one last',
  },
  {
    rule: 'Deletion and update-replace policies keep resources',
    source: `${GUIDE}, "DeletionPolicy attribute", "UpdateReplacePolicy attribute"`,
    test: 'keeps a replaced resource under UpdateReplacePolicy Retain, a removed one under DeletionPolicy Retain',
  },
  {
    rule: 'An update that changes nothing is refused',
    source: 'AWS re:Post and CLI issues, "No updates are to be performed."',
    test: 'refuses an update that changes nothing',
  },
  {
    rule: 'A failed update is rolled back to what was',
    source: `${GUIDE}, "Stack status codes"`,
    test: 'brings everything back when a resource fails',
  },
  {
    rule: 'A rollback that fails waits for ContinueUpdateRollback',
    source: `${GUIDE}, "Continue rolling back an update"`,
    test: 'stays failed when the rollback fails too, until it is continued without the resource',
  },
  {
    rule: 'A stack is updated from a settled status only',
    source: `${GUIDE}, "Stack status codes"`,
    test: 'is refused in %s',
  },
  {
    rule: 'Resources are deleted after those that depend on them',
    source: `${GUIDE}, "DependsOn attribute"`,
    test: 'deletes each resource after those that depend on it',
  },
  {
    rule: 'Termination protection holds against deletion',
    source: `${GUIDE}, "Protect a stack from being deleted"`,
    test: 'is refused under termination protection',
  },
  {
    rule: 'Resources are retained from a stack in DELETE_FAILED only',
    source: 'SDK typings of @aws-sdk/client-cloudformation, DeleteStackInput.RetainResources',
    test: 'fails with what cannot be deleted, which may then be retained',
  },
  {
    rule: 'An export that is imported holds its stack, which goes back to the status that it had',
    source: `${GUIDE}, "Get exported outputs"; aws-cdk#604, aws-cft-tools#27, stax#40`,
    test: 'are imported by value, and hold the exporting stack',
  },
  {
    rule: 'An export has one name in a region',
    source: `${GUIDE}, "Outputs"`,
    test: 'have one name a region',
  },
  {
    rule: 'A template has 500 resources and 51,200 bytes inline at most',
    source: `${GUIDE}, "Understand CloudFormation quotas"`,
    test: 'beyond 500 resources, or 51,200 bytes',
  },
  {
    rule: 'IAM resources must be acknowledged, named ones by their own capability',
    source: 'SDK typings of @aws-sdk/client-cloudformation, CreateStackInput.Capabilities',
    test: 'with IAM resources, unless the caller acknowledges them',
  },
  {
    rule: 'A change set that changes nothing is FAILED and UNAVAILABLE',
    source: RECORDED,
    test: 'that changes nothing is FAILED, and cannot be executed',
  },
  {
    rule: 'A change set is obsolete once the stack was changed otherwise',
    source: RECORDED,
    test: 'is obsolete once the stack was updated otherwise',
  },
  {
    rule: 'A change set shows what only the execution will tell as known after apply, with its cause',
    source: RECORDED,
    test: 'shows what a replacement alone will tell as known after apply, with its cause',
  },
  {
    rule: 'A stack with a service role acts as that role',
    source: `${GUIDE}, "CloudFormation service role"`,
    test: 'acts as the service role, which must be passable',
  },
  {
    rule: 'A template is held to the form of its sections, and refused in words that users report',
    source: `CloudFormation guide, "Template sections"; cfn-lint; public posts that quote the service`,
    test: 'for an export without a name, and fail for one that is there twice',
  },
  {
    rule: 'Types, mappings, outputs and exports are of the form that the service takes',
    source:
      'cfn-lint#1630, #1085, #2004, #1632; Sceptre#677; aws-cdk#18922; startup-kit-templates#45; macros#15',
    test: 'of types, mappings, outputs and exports: %s',
  },
  {
    rule: 'Functions are written with the operands that CloudFormation takes without a transform',
    source: 'ecs-refarch-cloudformation#55; aws-cdk#27987; cloudformation-coverage-roadmap#2034',
    test: 'of functions: %s',
  },
  {
    rule: "A resource's properties are held against its schema before its handler sees them",
    source: 'CloudFormation registry, public resource schemas, required',
    test: 'fails for a property that its schema requires',
  },
  {
    rule: "Requests are held against the service model's constraints before anything is looked for",
    source: 'botocore cloudformation/2010-05-15; public posts that quote the service',
    test: 'come before all else, in one message',
  },
  {
    rule: 'A parameter keeps its previous value or gets a new one, not both; a new stack has no previous ones',
    source: 'widdix/cfn-create-or-update#15; mapbox/cfn-config#182; moto 5.2.1',
    test: 'keep either a previous value or get a new one, and of a new stack have none',
  },
];
