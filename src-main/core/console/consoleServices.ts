/** A page of the console that people ask for by name. */
export interface ConsoleService {
  /** As in the console's address, where it has one there of its own; what `--service` takes. */
  readonly id: string;
  /** As AWS calls it. */
  readonly name: string;
  /** Other words that people use for it, with blanks between. */
  readonly words: string;
  /** From its first slash, with the fragment. */
  readonly path: string;
  /** One page for all regions: its address names none. */
  readonly isGlobal: boolean;
  /** Partitions known not to have it; of others nothing is known. */
  readonly missingIn: readonly string[];
}

interface More {
  readonly path?: string;
  readonly isGlobal?: true;
  readonly missingIn?: readonly string[];
}

type Row = readonly [id: string, name: string, words?: string, more?: More];

const gov = 'aws-us-gov';
const china = 'aws-cn';
const abroad = [gov, china];

const rows: readonly Row[] = [
  ['console', 'Console home', 'start dashboard overview'],
  // Compute
  ['ec2', 'EC2', 'instances servers virtual machines vm'],
  ['autoscaling', 'EC2 Auto Scaling', 'asg groups', { path: '/ec2/home#AutoScalingGroups:' }],
  ['loadbalancers', 'Load balancers', 'elb alb nlb', { path: '/ec2/home#LoadBalancers:' }],
  ['securitygroups', 'Security groups', 'sg firewall ports', { path: '/ec2/home#SecurityGroups:' }],
  ['volumes', 'EBS volumes', 'disks snapshots elastic block store', { path: '/ec2/home#Volumes:' }],
  ['lambda', 'Lambda', 'functions serverless', { path: '/lambda/home#/functions' }],
  ['ecs', 'Elastic Container Service', 'ecs fargate tasks clusters', { path: '/ecs/v2/clusters' }],
  ['eks', 'Elastic Kubernetes Service', 'eks k8s clusters'],
  ['ecr', 'Elastic Container Registry', 'ecr images docker', { path: '/ecr/repositories' }],
  ['apprunner', 'App Runner', 'containers web', { missingIn: abroad }],
  ['batch', 'Batch', 'jobs queues'],
  ['elasticbeanstalk', 'Elastic Beanstalk', 'eb applications'],
  ['imagebuilder', 'EC2 Image Builder', 'ami pipelines'],
  ['outposts', 'Outposts', 'rack on premises'],
  // Storage
  ['s3', 'S3', 'buckets objects simple storage'],
  ['efs', 'Elastic File System', 'efs nfs'],
  ['fsx', 'FSx', 'lustre ontap windows file server'],
  ['backup', 'Backup', 'vaults plans restore'],
  ['storagegateway', 'Storage Gateway', 'tape volume file'],
  ['datasync', 'DataSync', 'copy transfer'],
  ['transfer', 'Transfer Family', 'sftp ftp ftps'],
  // Databases
  ['rds', 'RDS', 'relational database aurora postgres mysql mariadb oracle'],
  ['dynamodb', 'DynamoDB', 'tables nosql', { path: '/dynamodbv2/home#tables' }],
  ['elasticache', 'ElastiCache', 'redis valkey memcached'],
  ['memorydb', 'MemoryDB', 'redis valkey', { missingIn: [gov] }],
  ['docdb', 'DocumentDB', 'mongo'],
  ['neptune', 'Neptune', 'graph database'],
  ['redshift', 'Redshift', 'warehouse', { path: '/redshiftv2/home' }],
  ['dms', 'Database Migration Service', 'dms replication', { path: '/dms/v2/home' }],
  // Network
  ['vpc', 'VPC', 'subnets routes network', { path: '/vpcconsole/home' }],
  ['transitgateways', 'Transit gateways', 'tgw', { path: '/vpcconsole/home#TransitGateways:' }],
  ['vpcendpoints', 'VPC endpoints', 'privatelink', { path: '/vpcconsole/home#Endpoints:' }],
  ['cloudfront', 'CloudFront', 'cdn', { path: '/cloudfront/v4/home', isGlobal: true, missingIn: [gov] }],
  ['route53', 'Route 53', 'dns hosted zones domains', { path: '/route53/v2/home', isGlobal: true }],
  ['apigateway', 'API Gateway', 'rest http websocket apis', { path: '/apigateway/main/apis' }],
  ['directconnect', 'Direct Connect', 'dx', { path: '/directconnect/v2/home' }],
  ['globalaccelerator', 'Global Accelerator', 'anycast', { isGlobal: true, missingIn: abroad }],
  ['cloudmap', 'Cloud Map', 'service discovery'],
  ['appmesh', 'App Mesh', 'envoy'],
  // Watching
  ['cloudwatch', 'CloudWatch', 'metrics monitoring dashboards'],
  ['logs', 'CloudWatch Logs', 'log groups', { path: '/cloudwatch/home#logsV2:log-groups' }],
  ['logsinsights', 'CloudWatch Logs Insights', 'query', { path: '/cloudwatch/home#logsV2:logs-insights' }],
  ['alarms', 'CloudWatch alarms', 'alerts', { path: '/cloudwatch/home#alarmsV2:' }],
  ['xray', 'X-Ray', 'traces tracing'],
  ['cloudtrail', 'CloudTrail', 'audit events who did', { path: '/cloudtrailv2/home' }],
  ['grafana', 'Managed Grafana', 'amg dashboards', { missingIn: [china] }],
  ['prometheus', 'Managed Service for Prometheus', 'amp metrics', { missingIn: [china] }],
  ['health', 'Health', 'status outages events', { isGlobal: true }],
  // Who may do what
  ['iam', 'IAM', 'users roles policies permissions access', { isGlobal: true }],
  ['singlesignon', 'IAM Identity Center', 'sso single sign on permission sets'],
  ['organizations', 'Organizations', 'accounts scp', { path: '/organizations/v2/home', isGlobal: true }],
  ['controltower', 'Control Tower', 'landing zone', { missingIn: [china] }],
  ['cognito', 'Cognito', 'user pools login', { path: '/cognito/v2/home' }],
  ['ram', 'Resource Access Manager', 'ram shares'],
  ['directoryservice', 'Directory Service', 'active ad', { path: '/directoryservicev2/home' }],
  ['access-analyzer', 'IAM Access Analyzer', 'findings public'],
  // Security
  ['kms', 'KMS', 'key management encryption'],
  ['secretsmanager', 'Secrets Manager', 'passwords rotation', { path: '/secretsmanager/listsecrets' }],
  ['acm', 'Certificate Manager', 'acm tls ssl certificates'],
  ['acm-pca', 'Private Certificate Authority', 'pca ca'],
  ['cloudhsm', 'CloudHSM', 'hsm'],
  ['wafv2', 'WAF & Shield', 'web application firewall ddos', { path: '/wafv2/homev2' }],
  ['guardduty', 'GuardDuty', 'threats findings'],
  ['inspector', 'Inspector', 'vulnerabilities cve', { path: '/inspector/v2/home' }],
  ['macie', 'Macie', 'personal data s3', { missingIn: [china] }],
  ['securityhub', 'Security Hub', 'findings posture'],
  ['detective', 'Detective', 'investigate', { missingIn: [china] }],
  ['artifact', 'Artifact', 'compliance reports', { missingIn: abroad }],
  // Management
  ['cloudformation', 'CloudFormation', 'cfn stacks templates cdk'],
  ['systems-manager', 'Systems Manager', 'ssm fleet patch'],
  ['parameters', 'Parameter Store', 'ssm config values', { path: '/systems-manager/parameters' }],
  ['session-manager', 'Session Manager', 'ssm shell ssh', { path: '/systems-manager/session-manager' }],
  ['config', 'Config', 'rules compliance recorder'],
  ['servicequotas', 'Service Quotas', 'limits increase'],
  ['resource-groups', 'Resource Groups', 'tags'],
  ['tag-editor', 'Tag Editor', 'tags find resources', { path: '/resource-groups/tag-editor/find-resources' }],
  ['resource-explorer', 'Resource Explorer', 'search find', { missingIn: [china] }],
  ['servicecatalog', 'Service Catalog', 'products portfolios'],
  ['license-manager', 'License Manager', 'licences'],
  ['trustedadvisor', 'Trusted Advisor', 'checks advice', { isGlobal: true }],
  ['compute-optimizer', 'Compute Optimizer', 'rightsizing'],
  ['cloudshell', 'CloudShell', 'terminal shell', { missingIn: [china] }],
  ['support', 'Support Center', 'cases tickets help', { isGlobal: true }],
  ['fis', 'Fault Injection Service', 'chaos', { missingIn: [china] }],
  // Money
  ['billing', 'Billing', 'invoices payments bill', { isGlobal: true, missingIn: [gov] }],
  ['costmanagement', 'Cost Explorer', 'costs spend', { isGlobal: true, missingIn: [gov] }],
  ['budgets', 'Budgets', 'costs', { path: '/billing/home#/budgets', isGlobal: true, missingIn: [gov] }],
  // Joining things
  ['sns', 'SNS', 'topics notifications', { path: '/sns/v3/home' }],
  ['sqs', 'SQS', 'queues messages', { path: '/sqs/v3/home' }],
  ['events', 'EventBridge', 'rules event buses cron'],
  ['scheduler', 'EventBridge Scheduler', 'schedules cron'],
  ['states', 'Step Functions', 'sfn state machines workflows'],
  ['amazon-mq', 'Amazon MQ', 'rabbitmq activemq broker'],
  ['appsync', 'AppSync', 'graphql'],
  ['mwaa', 'Managed Airflow', 'mwaa dags workflows'],
  ['ses', 'Simple Email Service', 'ses mail'],
  // Data
  ['athena', 'Athena', 'sql query'],
  ['glue', 'Glue', 'etl crawlers catalog'],
  ['emr', 'EMR', 'spark hadoop'],
  ['kinesis', 'Kinesis', 'streams'],
  ['firehose', 'Data Firehose', 'kinesis delivery streams'],
  ['msk', 'Managed Streaming for Kafka', 'msk'],
  ['opensearch', 'OpenSearch Service', 'elasticsearch kibana domains', { path: '/aos/home' }],
  ['lakeformation', 'Lake Formation', 'data lake permissions'],
  // Learning machines
  ['sagemaker', 'SageMaker AI', 'notebooks models training'],
  ['bedrock', 'Bedrock', 'foundation models generative', { missingIn: [china] }],
  ['rekognition', 'Rekognition', 'images faces'],
  ['textract', 'Textract', 'ocr documents', { missingIn: [china] }],
  ['transcribe', 'Transcribe', 'speech to text'],
  ['translate', 'Translate', 'languages', { missingIn: [china] }],
  ['comprehend', 'Comprehend', 'language nlp', { missingIn: [china] }],
  ['polly', 'Polly', 'text to speech'],
  // Building software
  ['codebuild', 'CodeBuild', 'ci builds', { path: '/codesuite/codebuild/projects' }],
  ['codepipeline', 'CodePipeline', 'ci cd', { path: '/codesuite/codepipeline/pipelines' }],
  ['codedeploy', 'CodeDeploy', 'deployments', { path: '/codesuite/codedeploy/applications' }],
  ['codecommit', 'CodeCommit', 'git', { path: '/codesuite/codecommit/repositories' }],
  ['codeartifact', 'CodeArtifact', 'npm', { path: '/codesuite/codeartifact/home', missingIn: abroad }],
  ['amplify', 'Amplify', 'web mobile hosting', { missingIn: abroad }],
  // Desks, calls and things
  ['workspaces', 'WorkSpaces', 'desktops vdi', { path: '/workspaces/v2/home' }],
  ['connect', 'Connect', 'call contact center', { path: '/connect/v2/app/instances', missingIn: [china] }],
  ['iot', 'IoT Core', 'things devices mqtt'],
];

/** Services of the console, each with the page that it opens at. The console has more: their addresses work, too. */
export const consoleServices: readonly ConsoleService[] = rows.map(([id, name, words = '', more = {}]) => ({
  ...{ id, name, words },
  path: more.path ?? `/${id}/home`,
  isGlobal: more.isGlobal === true,
  missingIn: more.missingIn ?? [],
}));
