import type { Locator, Page } from 'playwright-core';

/** The window by the roles and names that assistive tools rely on. Knows nothing of how it was opened. */
export abstract class AppPage {
  abstract get page(): Page;

  get connection(): Locator {
    return this.page.getByRole('status', { name: 'Connection' });
  }
  get conversations(): Locator {
    return this.page.getByRole('list', { name: 'Conversations' });
  }
  /** The row of a conversation, by its contact's name. */
  row(name: string): Locator {
    return this.conversations.getByRole('listitem', { name });
  }
  get log(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }
  /** Messages of the open conversation with this text. */
  message(text: string): Locator {
    return this.log.getByRole('article').filter({ hasText: text });
  }
  /** The mark on an own message. */
  mark(text: string, state: 'delivered' | 'read'): Locator {
    return this.message(text).getByRole('img', { name: state });
  }
  get box(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true });
  }
  get sendButton(): Locator {
    return this.page.getByRole('button', { name: 'Send', exact: true });
  }
  get search(): Locator {
    return this.page.getByRole('searchbox', { name: 'Search' });
  }
  get newConversation(): Locator {
    return this.page.getByRole('button', { name: 'New conversation' });
  }
  get address(): Locator {
    return this.page.getByRole('textbox', { name: 'XMPP address' });
  }
  get password(): Locator {
    return this.page.getByLabel('Password', { exact: true });
  }
  get signInButton(): Locator {
    return this.page.getByRole('button', { name: 'Sign in', exact: true });
  }
  get accept(): Locator {
    return this.page.getByRole('button', { name: 'Accept', exact: true });
  }

  async signIn(account: { readonly address: string; readonly password: string }, route?: { readonly host: string; readonly port: number }): Promise<void> {
    await this.address.fill(account.address);
    await this.password.fill(account.password);
    if (route) {
      await this.page.getByRole('button', { name: 'Advanced' }).click();
      await this.page.getByLabel('Host', { exact: true }).fill(route.host);
      await this.page.getByLabel('Port', { exact: true }).fill(String(route.port));
    }
    await this.signInButton.click();
  }
  async isOnline(): Promise<void> {
    await this.connection.filter({ hasText: /online/i }).waitFor({ state: 'attached' });
  }
  async open(name: string): Promise<void> {
    await this.row(name).first().click();
    await this.box.waitFor();
  }
  /** Starts a conversation with an address, or opens the one there is. */
  async startWith(address: string): Promise<void> {
    await this.newConversation.click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Address' }).fill(address);
    await dialog.getByRole('textbox', { name: 'Address' }).press('Enter');
    await this.box.waitFor();
  }
  /** Into a room by its address. */
  async joinRoom(address: string, nickname: string, { isNew = false } = {}): Promise<void> {
    await this.page.getByRole('button', { name: 'Browse rooms' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Join a room' });
    await dialog.getByRole('textbox', { name: 'Room address' }).fill(address);
    await dialog.getByRole('textbox', { name: 'Nickname' }).fill(nickname);
    await dialog.getByRole('button', { name: 'Join', exact: true }).click();
    if (isNew) await dialog.getByRole('button', { name: 'Make this room' }).click();
    await this.box.waitFor();
  }
  async send(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press('Enter');
    await this.message(text).first().waitFor();
  }
}
