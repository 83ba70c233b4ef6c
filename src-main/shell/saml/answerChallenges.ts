import { app } from 'electron';

type Say = (contentsId: number | undefined, sentence: string) => void;

/** Times that a proxy is told user and password: it asks again when it did not take them. */
const mostTries = 3;

/**
 * Who asks for a name and a password outside a page: the proxy of the settings gets what the settings hold, nobody
 * else anything. Client certificates are given to nobody.
 */
export function answerChallenges(proxy: string | null, sayIn: Say): void {
  const own = proxy === null ? undefined : new URL(proxy);
  let tries = 0;
  app.on('login', (event, contents, _request, challenge, answer) => {
    event.preventDefault();
    if (challenge.isProxy && own !== undefined && own.username !== '' && tries < mostTries) {
      tries += 1;
      answer(decodeURIComponent(own.username), decodeURIComponent(own.password));
      return;
    }
    const who = challenge.isProxy ? 'The proxy' : challenge.host;
    sayIn(contents?.id, `${who} asks for a password in a way that this window does not offer.`);
    answer();
  });
  app.on('select-client-certificate', (event, _contents, _url, _list, choose) => {
    // Else Electron takes the first one that it finds.
    event.preventDefault();
    choose();
  });
}
