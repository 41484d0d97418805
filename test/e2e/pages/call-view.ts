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

  /** Resolves when the status of the call reads like this. */
  async reaches(state: RegExp): Promise<void> {
    await this.state.filter({ hasText: state }).waitFor({ state: 'attached' });
  }
  isConnected(): Promise<void> {
    return this.reaches(/^connected/i);
  }
}
