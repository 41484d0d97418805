import type { Locator, Page } from 'playwright-core';

/** What a person sees of calls, by role and name. */
export class CallView {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }
  #button(name: string, inside: Page | Locator = this.#page): Locator {
    return inside.getByRole('button', { name, exact: true });
  }

  // In a conversation.
  get call(): Locator {
    return this.#button('Call');
  }
  get videoCall(): Locator {
    return this.#button('Video call');
  }
  // It rings.
  get incoming(): Locator {
    return this.#page.getByRole('dialog', { name: 'Incoming call' });
  }
  get answer(): Locator {
    return this.#button('Answer', this.incoming);
  }
  get answerWithVideo(): Locator {
    return this.#button('Answer with video', this.incoming);
  }
  get decline(): Locator {
    return this.#button('Decline', this.incoming);
  }
  // In a call.
  get region(): Locator {
    return this.#page.getByRole('region', { name: 'Call', exact: true });
  }
  get state(): Locator {
    return this.region.getByRole('status', { name: 'Call state' });
  }
  get hangUp(): Locator {
    return this.#button('Hang up', this.region);
  }
  get mute(): Locator {
    return this.#button('Mute microphone', this.region);
  }
  get camera(): Locator {
    return this.#button('Turn camera on', this.region);
  }
  get screen(): Locator {
    return this.#button('Share screen', this.region);
  }
  get hold(): Locator {
    return this.#button('Hold', this.region);
  }
  get dialPad(): Locator {
    return this.#button('Dial pad', this.region);
  }

  /** What the other side shows. */
  get theirPicture(): Locator {
    return this.region.getByLabel(/^What .* shows$/);
  }
  get pictureInPicture(): Locator {
    return this.#button('Picture in picture', this.region);
  }
  get statistics(): Locator {
    return this.#button('Connection', this.region);
  }
  get reason(): Locator {
    return this.region.getByRole('alert');
  }
  get history(): Locator {
    return this.#page.getByRole('list', { name: 'Past calls' });
  }

  /** Ends the call, and takes what is left of it out of sight. */
  async end(): Promise<void> {
    await this.hangUp.click();
    await this.putAway();
  }
  /** From now on; answers what was shown, in its order. */
  async watchStates(): Promise<() => Promise<readonly string[]>> {
    const region = await this.region.elementHandle();
    const seen = await region?.evaluateHandle(element => {
      const states: string[] = [];
      const look = (): void => void states.push(element.querySelector('[role=status]')?.textContent ?? '');
      new MutationObserver(look).observe(element, { subtree: true, childList: true, characterData: true });
      return states;
    });
    return async () => (await seen?.jsonValue()) ?? [];
  }
  /** The other side has ended it. */
  async putAway(): Promise<void> {
    await this.reaches(/ended/i);
    await this.#button('Close', this.region).click();
    await this.region.waitFor({ state: 'hidden' });
  }
  /** Puts an end to whatever there is of calls. */
  async clear(): Promise<void> {
    const close = this.#button('Close', this.region);
    // Just declined, it may stand there for a moment more.
    if (await this.decline.isVisible()) await this.decline.click({ timeout: 2000 }).catch(() => undefined);
    if (await this.hangUp.isVisible()) await this.hangUp.or(close).first().click();
    while (await this.region.isVisible()) await close.click({ timeout: 500 }).catch(() => undefined);
  }
  /** The past ones, over what was open. */
  async showHistory(): Promise<void> {
    await this.#page
      .getByRole('navigation', { name: 'Sections' })
      .getByRole('button', { name: /^Calls/ })
      .click();
    await this.history.waitFor();
  }
  async showConversations(): Promise<void> {
    await this.#page
      .getByRole('navigation', { name: 'Sections' })
      .getByRole('button', { name: /^Conversations/ })
      .click();
  }
  /** Resolves when the status of the call reads like this. */
  async reaches(state: RegExp): Promise<void> {
    await this.state.filter({ hasText: state }).waitFor({ state: 'attached' });
  }
  isConnected(): Promise<void> {
    return this.reaches(/^connected/i);
  }
}
