import type { Rule } from '../rule.ts';

const GUIDE = 'Lambda guide';

/** Rules of the simulated Lambda about functions in VPCs, calls to them and their logs. */
export const LAMBDA_RULES: readonly Rule[] = [
  {
    rule: 'A function has an interface for each subnet and set of groups, which Lambda alone manages',
    source: `${GUIDE}, "Understanding Hyperplane Elastic Network Interfaces"; descriptions as in cfn-postgresql-user-provider#9`,
    test: 'has one interface in each of its subnets, which only Lambda can take away',
  },
  {
    rule: 'Functions of the same subnets and groups share interfaces',
    source: `${GUIDE}, "Understanding Hyperplane Elastic Network Interfaces"`,
    test: 'shares interfaces with functions of the same subnets and groups',
  },
  {
    rule: 'A new function is Pending until its interfaces are there, and is not invoked',
    source: `${GUIDE}, "Lambda function states": about a minute`,
    test: 'cannot be invoked until its interfaces are there',
  },
  {
    rule: 'Interfaces outlive their function by minutes, and hold subnets and groups',
    source: 'cloudformation-coverage-roadmap#392 and #414, pulumi-aws#4392: up to 40 min',
    test: 'keeps its subnets and its group from being deleted, for minutes after its own end',
  },
  {
    rule: 'CloudFormation waits for the interfaces of a function it deletes, if it may describe them',
    source: 'CloudFormation template reference, AWS::Lambda::Function VpcConfig',
    test: 'is waited for by CloudFormation until its interfaces are gone, where it may see them',
  },
  {
    rule: 'A function that is idle for long loses its interfaces; calls fail until they are back',
    source: `${GUIDE}, "Lambda function states": ResourceNotReadyException. How long is not said: the seed chooses`,
    test: 'loses its interfaces where nobody calls it, and is not ready when somebody does',
  },
  {
    rule: "A function's role must be able to manage interfaces",
    source: `${GUIDE}, "Required IAM permissions"; sam-cli#617, amazon-connect-salesforce-lambda#29`,
    test: 'by a role that may not %s',
  },
  {
    rule: 'DeleteNetworkInterface must be allowed on all resources of the account, or Lambda says it is not',
    source: `${GUIDE}, "Required IAM permissions" (awsdocs/aws-lambda-developer-guide 258fecc); terraform-provider-aws#20698`,
    test: 'by a role that may delete interfaces alone',
  },
  {
    rule: 'Who connects a function must be able to look at subnets, groups and VPCs',
    source: `${GUIDE}, "Required IAM permissions"`,
    test: 'by somebody who may not %s',
  },
  {
    rule: 'Subnets and groups exist and are of one VPC',
    source: 'Lambda API reference, VpcConfig',
    test: 'to what is not there, or not of one VPC',
  },
  {
    rule: 'Who deploys code from a bucket must be able to read it',
    source: `${GUIDE}, permissions of CreateFunction: s3:GetObject`,
    test: 'with code that whoever deploys it may not read',
  },
  {
    rule: "A function's error is an answer with FunctionError",
    source: 'SDK typings of @aws-sdk/client-lambda, InvocationResponse',
    test: 'answers what the function returns, and its error as a payload',
  },
  {
    rule: 'Invoke takes lambda:InvokeFunction on the function',
    source: 'Service authorization reference, AWS Lambda',
    test: 'takes a grant on the function itself',
  },
  {
    rule: 'A synchronous call carries 6 MB each way',
    source: `${GUIDE}, "Lambda quotas"`,
    test: 'takes and gives 6 MB, and no more',
  },
  {
    rule: 'A security group lets in what a rule of it names, by group or address',
    source: 'VPC user guide, "Security group rules"',
    test: 'takes a rule that lets it in, by group or by address, on its port',
  },
  {
    rule: 'A security group lets out what a rule of it names',
    source: 'VPC user guide, "Security group rules"',
    test: 'takes a rule that lets it out',
  },
  {
    rule: 'Private names of an interface endpoint are a hosted zone, put to the VPC as who makes the endpoint',
    source: 'Service authorization reference of Amazon EC2, CreateVpcEndpoint, dependent actions',
    test: 'asks of who makes an endpoint with private names that it puts their hosted zone to the VPC',
  },
  {
    rule: 'A new environment logs INIT_START as its function, which may have no permission to',
    source: `${GUIDE}, "Identifying Lambda runtime version changes" and "Sending Lambda function logs to CloudWatch Logs"`,
    test: 'logs as the function whenever an environment starts, where its role may',
  },
];
