import { expect, it } from 'vitest';
import { isAwsPage } from '../../../src-main/core/console/isAwsPage.ts';
import { portalLink } from '../../../src-main/core/console/portalLink.ts';

const destination = 'https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1#a b';
const to = { accountId: '111122223333', roleName: 'Read Only+', destination };
const query =
  '#/console?account_id=111122223333&role_name=Read%20Only%2B&destination=https%3A%2F%2Feu-west-1.console.aws.amazon.com%2Fs3%2Fhome%3Fregion%3Deu-west-1%23a%20b';

it.each([
  ['https://corp.awsapps.com/start', 'https://corp.awsapps.com/start/'],
  ['https://corp.awsapps.com/start/', 'https://corp.awsapps.com/start/'],
  ['https://corp.awsapps.com/start/#/', 'https://corp.awsapps.com/start/'],
  [
    'https://start.us-gov-home.awsapps.com/directory/corp',
    'https://start.us-gov-home.awsapps.com/directory/corp/',
  ],
  ['https://ssoins-1234.portal.eu-west-1.app.aws', 'https://ssoins-1234.portal.eu-west-1.app.aws/'],
  ['https://corp.awsapps.cn/start', 'https://corp.awsapps.cn/start/'],
])('the shortcut of the portal at %s', (startUrl, page) => {
  const link = portalLink(startUrl, to);
  expect(link).toBe(`${page}${query}`);
  expect(isAwsPage(link)).toBe(true);
});
