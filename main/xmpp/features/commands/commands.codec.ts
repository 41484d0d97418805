// XEP-0050: Ad-Hoc Commands, version 1.3.0 (2020-06-09)
import { attr, child, el, type Element } from '../../element.ts';
import { encodeForm, formIn, type Form } from '../../form.ts';
import { NS } from '../../ns.ts';

const STATUSES = ['executing', 'completed', 'canceled'] as const;
export interface Command {
  readonly node: string;
  readonly session: string | undefined;
  readonly status: (typeof STATUSES)[number] | undefined;
  readonly form: Form | undefined;
  readonly notes: readonly { readonly type: string; readonly text: string }[];
}

/** Payload of an `iq` of type `set`: starts a command, or goes on with one that is under way (`session`). `form`: already filled in. */
export const commandElement = (
  node: string,
  step: { readonly session?: string | undefined; readonly action?: 'execute' | 'next' | 'complete' | 'cancel'; readonly form?: Element | undefined } = {},
): Element => el('command', NS.commands, { node, sessionid: step.session, action: step.action ?? 'execute' }, step.form);

/** Reads an answer, given as the whole `iq` or its `command`. */
export function readCommand(element: Element): Command | undefined {
  const command = element.is('command', NS.commands) ? element : child(element, 'command', NS.commands);
  const node = attr(command, 'node');
  if (!command || node === undefined) return undefined;
  const status = attr(command, 'status');
  const notes = command.getChildren('note').slice(0, 8);
  return {
    node,
    session: attr(command, 'sessionid'),
    status: STATUSES.find(one => one === status),
    form: formIn(command),
    notes: notes.map(note => ({ type: attr(note, 'type') ?? 'info', text: note.text().slice(0, 2000) })),
  };
}

/** An answer, as a responder writes it. */
export const commandAnswer = (command: Command): Element =>
  el(
    'command',
    NS.commands,
    { node: command.node, sessionid: command.session, status: command.status },
    command.form && encodeForm(command.form),
    ...command.notes.map(note => el('note', undefined, { type: note.type }, note.text)),
  );
