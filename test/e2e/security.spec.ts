import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { closeBrowser, launch, type AppUnderTest } from './launch.ts';

// What the page cannot reach, and who cannot reach the engine behind it.
let app: AppUnderTest;
let cookie: string;

beforeAll(async () => {
  app = await launch();
  const [first] = await app.context.cookies();
  cookie = `${first?.name ?? ''}=${first?.value ?? ''}`;
});
afterAll(async () => {
  await app.close();
  await closeBrowser();
});

/** By hand, because `fetch` does not let a test lie about its Host. */
function get(path: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(app.origin);
  return new Promise((resolve, reject) => {
    httpRequest({ hostname, port, path, headers }, response => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });
}
/** `open`, or how it was refused. */
function dial(headers: Record<string, string>): Promise<string> {
  const socket = new WebSocket(`${app.origin.replace('http', 'ws')}/rpc`, { headers });
  return new Promise(resolve => {
    socket.once('open', () => {
      socket.close();
      resolve('open');
    });
    socket.once('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
    socket.once('error', () => resolve('closed'));
  });
}

test('the page loads under its policy without one violation', async () => {
  await app.address.waitFor();
  expect(app.complaints).toEqual([]);
});

test.each(['https://example.org/', 'http://127.0.0.1:9/', 'ws://127.0.0.1:9/', 'data:text/plain,x', 'file:///etc/passwd'])(
  'the page cannot reach %s',
  async url => {
    const outcome = await app.page.evaluate(
      target =>
        target.startsWith('ws')
          ? new Promise<string>(resolve => {
              try {
                const socket = new WebSocket(target);
                socket.onopen = () => resolve('reached');
                socket.onerror = () => resolve('refused');
              } catch {
                resolve('refused');
              }
            })
          : fetch(target).then(
              () => 'reached',
              () => 'refused',
            ),
      url,
    );
    expect(outcome).toBe('refused');
  },
);

test('the page has no Node, and no script but its own runs in it', async () => {
  expect(await app.page.evaluate(() => [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')])).toEqual([
    'undefined',
    'undefined',
  ]);
  const ran = await app.page.evaluate(() => {
    const script = document.createElement('script');
    try {
      script.text = 'globalThis.intruder = true';
    } catch {
      return 'refused'; // trusted types: a string is no script
    }
    document.head.append(script);
    return Reflect.get(globalThis, 'intruder') === true ? 'ran' : 'refused';
  });
  expect(ran).toBe('refused');
});

test('its cookie cannot be read by a script and does not travel to other sites', async () => {
  const [first] = await app.context.cookies();
  expect(first).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  expect(await app.page.evaluate(() => document.cookie)).toBe('');
});

test('the launch URL works once', async () => {
  expect(await get('/?launch=0123', {})).toBe(403);
  const response = await app.page.request.get(`${app.origin}/`, { maxRedirects: 0 });
  expect(response.status()).toBe(200);
});

test('without the cookie, or with one byte of it changed, nothing is served', async () => {
  const wrong = cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A');
  expect([await get('/', {}), await get('/', { cookie: wrong }), await get('/', { cookie })]).toEqual([403, 403, 200]);
});

test('a page elsewhere that resolves its own name to this computer is refused', async () => {
  const { port } = new URL(app.origin);
  expect([await get('/', { cookie, host: `rebound.example:${port}` }), await get('/', { cookie, host: `localhost:${port}` })]).toEqual([403, 403]);
  expect(await dial({ cookie, origin: app.origin, host: `rebound.example:${port}` })).not.toBe('open');
});

test('the socket opens to our page with its cookie, and to nobody else', async () => {
  expect(await dial({ cookie, origin: app.origin })).toBe('open');
  expect(await dial({ cookie, origin: 'https://evil.example' })).not.toBe('open');
  expect(await dial({ cookie })).not.toBe('open');
  expect(await dial({ origin: app.origin })).not.toBe('open');
});

test('no path leads out of the page’s folder', async () => {
  const paths = ['/../package.json', '/..%2fpackage.json', '/%2e%2e/package.json', '/..%5cpackage.json', '//etc/passwd', '/%00'];
  const answers = await Promise.all(paths.map(path => get(path, { cookie })));
  expect(answers.filter(status => status === 200)).toEqual([]);
});
