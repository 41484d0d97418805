import { useCallback, useEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useLocale } from 'react-aria-components';
import { CallMediaContext, type CallMedia } from '../../calls/call-media.ts';
import type { Capabilities } from '../../../preload/contract/desk.ts';
import { chooseLanguage } from '../../i18n/catalogue.ts';
import { TextProvider, useText } from '../../i18n/text.tsx';
import { AT_ONCE, type Pace } from '../../model/pace.ts';
import { ReplicasContext, replicasOf, useReplicas } from '../../model/replicas.ts';
import { useViewModel } from '../../model/view-model.ts';
import { pageDuties } from '../../page/page-duties.ts';
import type { Link } from '../../rpc/reconnecting.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ServicesContext, useServices, type Services } from '../../services.ts';
import { EngineGate } from '../engine/EngineGate.tsx';
import { FirstRun } from '../first-run/FirstRun.tsx';
import { useAnswer } from '../problem/use-answer.ts';
import { StoreTrouble } from '../store-trouble/StoreTrouble.tsx';
import { StoreStateModel } from '../store-trouble/store-state.model.ts';
import { useAppearance } from './appearance.ts';
import { Navigation, NavigationContext } from './routes.ts';
import { Shell } from './Shell.tsx';

export interface AppProps {
  readonly link: Pick<Link, 'snapshot' | 'onState'>;
  readonly services: Services;
  readonly media: CallMedia;
  /** How fast what changes by itself is drawn; left out: at once. */
  readonly pace?: Pace;
  /** For the gallery: where to begin, and a locale that sets the reading direction alone. */
  readonly start?: { readonly navigation?: Navigation; readonly direction?: string };
}

/** The whole page. */
export function App({ link, services, media, pace = AT_ONCE, start = {} }: AppProps): ReactElement {
  return (
    <ServicesContext value={services}>
      <CallMediaContext value={media}>
        <TextProvider language={chooseLanguage('system', navigator.languages)} region={navigator.language}>
          <EngineGate link={link}>
            <WithReplicas services={services} pace={pace}>
              <Preferences direction={start.direction}>
                <Stages start={start.navigation} />
              </Preferences>
            </WithReplicas>
          </EngineGate>
        </TextProvider>
      </CallMediaContext>
    </ServicesContext>
  );
}

/** Made anew when the app's other process was: what they had read belonged to the old one. */
function WithReplicas({ services, pace, children }: Required<Pick<AppProps, 'services' | 'pace'>> & { readonly children: ReactNode }): ReactElement {
  const [replicas] = useState(() => replicasOf(services, pace));
  useEffect(() => pageDuties(services), [services]);
  return <ReplicasContext value={replicas}>{children}</ReplicasContext>;
}

function Preferences({ direction, children }: { readonly direction: string | undefined; readonly children: ReactNode }): ReactElement {
  const { value } = useViewModel(useReplicas().settings);
  useAppearance(value);
  return (
    <TextProvider
      direction={direction}
      language={chooseLanguage(value.language, navigator.languages)}
      region={navigator.languages.find(tag => tag.startsWith(value.language)) ?? navigator.language}
    >
      <Language />
      {children}
    </TextProvider>
  );
}

/** Tells the page what it is written in. */
function Language(): null {
  const { locale, direction } = useLocale();
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = direction;
  }, [locale, direction]);
  return null;
}

/** The store first, then an account, then the app. */
function Stages({ start }: { readonly start: Navigation | undefined }): ReactElement | null {
  const { desk } = useServices();
  const [navigation] = useState(() => start ?? new Navigation());
  const store = useMemo(() => new StoreStateModel(desk), [desk]);
  const { state } = useViewModel(store);
  const capabilities = useAnswer(useCallback(() => desk.capabilities({}), [desk]));
  if (state === undefined || capabilities.value === undefined) return null;
  if (state.state !== 'ready') return <StoreTrouble model={store} state={state} />;
  return (
    <NavigationContext value={navigation}>
      <Accounts capabilities={capabilities.value} />
    </NavigationContext>
  );
}

function Accounts({ capabilities }: { readonly capabilities: Capabilities }): ReactElement | null {
  const say = useText();
  const { accounts, conversations, contacts, rooms, invites } = useReplicas();
  const { phase, value } = useViewModel(accounts);
  // What the first view will look at is read together with the accounts, not after them.
  useEffect(() => {
    const stops = [conversations, contacts, rooms, invites].map(replica => replica.subscribe(() => undefined));
    return () => stops.forEach(stop => stop());
  }, [conversations, contacts, rooms, invites]);
  if (phase === 'failed') {
    const retry = <Button onPress={accounts.retry}>{say('common.retry')}</Button>;
    return <EmptyState title={say('shell.loadFailed')} text={say('conversation.loadFailedText')} actions={retry} />;
  }
  // Milliseconds: an empty page is calmer than one that flashes.
  if (phase === 'loading') return null;
  // The replica hears of the new account by itself.
  return value.length === 0 ? <FirstRun demo={capabilities.demo} onDone={() => undefined} /> : <Shell capabilities={capabilities} />;
}
