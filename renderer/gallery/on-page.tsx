import { act, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';

/** A view in a page of its own, for tests: found by what a user sees, used as a user would. */
export interface OnPage {
  readonly body: HTMLElement;
  readonly text: () => string;
  /** The one element with that role and accessible name (as far as these views name things). */
  readonly get: (role: string, name?: string | RegExp) => HTMLElement;
  readonly all: (role: string) => readonly HTMLElement[];
  readonly field: (label: string) => HTMLInputElement | HTMLTextAreaElement;
  readonly type: (label: string, text: string) => Promise<void>;
  readonly press: (name: string) => Promise<void>;
  readonly click: (target: HTMLElement | null) => Promise<void>;
  readonly key: (target: HTMLElement, key: string) => Promise<void>;
  readonly end: () => Promise<void>;
}

const IMPLIED: Readonly<Record<string, string>> = {
  button: 'button',
  textbox: 'input:not([type]), input[type=text], input[type=password], textarea',
  searchbox: 'input[type=search]',
  heading: 'h1, h2, h3',
  listitem: 'li:not([role])',
  img: 'img',
};

function nameOf(element: Element): string {
  const labelledBy = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
  const labels = labelledBy.map(id => document.getElementById(id)?.textContent ?? '').join(' ');
  const label = element.id === '' ? undefined : [...document.querySelectorAll('label')].find(one => one.htmlFor === element.id);
  return (element.getAttribute('aria-label') ?? (labels !== '' ? labels : (label?.textContent ?? element.textContent))).trim();
}

export async function onPage(view: ReactElement): Promise<OnPage> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- React reads this flag off the global object
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  document.body.replaceChildren();
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  await act(async () => root.render(view));

  const all = (role: string): readonly HTMLElement[] => [
    ...document.querySelectorAll<HTMLElement>([`[role="${role}"]`, ...(IMPLIED[role] === undefined ? [] : [IMPLIED[role]])].join(', ')),
  ];
  const get = (role: string, name?: string | RegExp): HTMLElement => {
    const found = all(role).filter(one => name === undefined || (typeof name === 'string' ? nameOf(one) === name : name.test(nameOf(one))));
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} of role ${role} named ${String(name)} in: ${document.body.textContent}`);
    return found[0];
  };
  const field = (label: string): HTMLInputElement | HTMLTextAreaElement => {
    const found = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].filter(one => nameOf(one) === label);
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} fields labelled ${label} in: ${document.body.textContent}`);
    return found[0];
  };
  const type = async (label: string, text: string): Promise<void> => {
    const target = field(label);
    // React keeps track of the value by its own setter: the prototype's is the one that a user's typing goes through.
    const prototype = target instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    await act(async () => {
      Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(target, text);
      target.dispatchEvent(new Event('input', { bubbles: true }));
    });
  };
  const press = async (name: string): Promise<void> => {
    await act(async () => get('button', name).click());
  };
  const click = async (target: HTMLElement | null): Promise<void> => {
    if (!target) throw new Error('nothing to click');
    await act(async () => target.click());
  };
  const key = async (target: HTMLElement, name: string): Promise<void> => {
    await act(async () => void target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })));
  };
  return {
    body: document.body,
    text: () => document.body.textContent,
    get,
    all,
    field,
    type,
    press,
    click,
    key,
    end: async () => act(async () => root.unmount()),
  };
}
