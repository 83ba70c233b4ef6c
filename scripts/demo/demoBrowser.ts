/** The `BROWSER` of the demo's shell where there is no other: allows a sign-in at its page. */
import { pages } from '../../test/aws/pages.ts';

const { status } = await pages().approve(process.argv[2] ?? '');
process.exitCode = status === 200 ? 0 : 1;
