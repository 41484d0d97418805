import type { Message } from '../../preload/contract/messages.ts';
import { bareJid, conversationId, messageId } from '../../preload/contract/ids.ts';
import { aMessage, DAY, HOUR, JULIET, MINUTE, NOW } from './people.ts';

export const WITH_JULIET = conversationId(1);

type Line = readonly [ago: number, who: 'juliet' | 'romeo', body: string, over?: Partial<Message>];

const LINES: readonly Line[] = [
  [2 * DAY + 5 * HOUR, 'juliet', 'Will you be at the feast tonight?'],
  [2 * DAY + 5 * HOUR - MINUTE, 'romeo', 'Only if nobody asks my name'],
  [2 * DAY + 4 * HOUR, 'juliet', '/me laughs behind her fan'],
  [DAY + 3 * HOUR, 'romeo', 'I found the place. The wall is high, but there is a tree beside it.'],
  [DAY + 3 * HOUR - MINUTE, 'romeo', 'A map, in case you want to show the Nurse: https://maps.verona.example/orchard?layer=walls&from=gate#north'],
  [DAY + 3 * HOUR - 2 * MINUTE, 'romeo', 'geo:45.4419,10.9982'],
  [
    DAY + 2 * HOUR,
    'juliet',
    'The orchard walls are high and hard to climb, and the place is not a safe one if any of my family find you here. Come by the side gate instead; Peter leaves it open until ten, and after that the Nurse has the key.',
  ],
  [DAY + 2 * HOUR - MINUTE, 'juliet', 'And bring a cloak'],
  [3 * HOUR, 'romeo', 'Side gate, before ten, cloak'],
  [3 * HOUR - MINUTE, 'juliet', '👍'],
  [70 * MINUTE, 'juliet', 'Three things to remember:\n1. the gate squeaks\n2. the dog knows you\n3. do not swear by the moon'],
  [68 * MINUTE, 'romeo', 'What shall I swear by?'],
  [67 * MINUTE, 'romeo', 'Asking for myself'],
  [12 * MINUTE, 'juliet', 'Do not swear at all'],
  [11 * MINUTE, 'juliet', 'Or if you must, write it here, so that I can read it again tomorrow'],
  [9 * MINUTE, 'romeo', 'Call me but love'],
  [8 * MINUTE, 'romeo', 'See you at the balcony', { delivery: 'delivered' }],
];

/** What Romeo and Juliet said to each other over three days. */
export const talk: readonly Message[] = LINES.map(([ago, who, body, over], index) =>
  aMessage(WITH_JULIET, body, { id: messageId(1000 + index), mine: who === 'romeo', at: NOW - ago, position: index + 1, ...over }),
);

const say = (position: number, body: string, over: Partial<Message> = {}): Message =>
  aMessage(WITH_JULIET, body, { id: messageId(2000 + position), at: NOW - (40 - position) * MINUTE, position, ...over });

/** Everything that has ever broken a chat window. */
export const hardTexts: readonly Message[] = [
  say(1, '<script>alert("x")</script> <img src=x onerror=alert(1)> & <b>bold</b>'),
  say(2, 'supercalifragilisticexpialidocious'.repeat(12)),
  say(3, 'https://capulet.example/' + 'a-very-long-path/'.repeat(14)),
  say(4, 'שלום, רומיאו. נתראה ליד המרפסת ב-20:00?\nand a line the other way'),
  say(5, 'A name that turns: \u202Egnp.eeloon\u202C and a link https://capulet.example/\u202Emoc.live'),
  say(6, Array.from({ length: 40 }, (_, line) => `Line ${line + 1} of a very long letter that nobody should have to scroll past at once`).join('\n')),
  say(7, '😍🌹'),
  say(8, 'javascript:alert(1) file:///etc/passwd data:text/html,x are only words', { mine: true, delivery: 'sent' }),
  say(9, 'Z̸̢̨̧͇̬̣̼̣̟̬̦̪̍̓̅a̵̧̛̰̟̱̮̝̎l̴̨̺̜̪̘̋̾̀̂͋g̸̮̬̥̠͖̓ö̷̢́̇̎ in one line', { mine: true, delivery: 'displayed' }),
];

export const deliveries: readonly Message[] = [
  say(1, 'Read', { mine: true, delivery: 'displayed' }),
  say(2, 'Nothing in between', { author: JULIET }),
  say(3, 'Delivered', { mine: true, delivery: 'delivered' }),
  say(4, 'Then', { author: JULIET }),
  say(5, 'Sent', { mine: true, delivery: 'sent' }),
  say(6, 'Then', { author: JULIET }),
  say(7, 'This one came back', { mine: true, delivery: 'sent', failed: 'remote-server-not-found' }),
  say(8, 'And this waits', { mine: true, delivery: 'queued' }),
];

export const fromStranger = (conversation: number): readonly Message[] => [
  aMessage(
    conversationId(conversation),
    'Good day. I am a friend of the County Paris and have an offer that your family will not want to miss: https://bargains.example/now',
    {
      id: messageId(3001),
      author: bareJid('mallory@evil.example'),
      at: NOW - 30 * MINUTE,
      position: 1,
    },
  ),
];

/** A talk of any length: each message another length, the people taking turns, a few an hour. */
export const manyMessages = (count: number): readonly Message[] =>
  Array.from({ length: count }, (_, index) => {
    const turn = Math.floor(index / 3) % 2 === 0;
    const body = `${index + 1}. ${'But soft, what light through yonder window breaks '.repeat(1 + ((index * 7) % 5))}${index % 23 === 0 ? 'https://capulet.example/garden' : ''}`;
    return aMessage(WITH_JULIET, body, { id: messageId(10_000 + index), mine: turn, at: NOW - (count - index) * 7 * MINUTE, position: index + 1 });
  });
