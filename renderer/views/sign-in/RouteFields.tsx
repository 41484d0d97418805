import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Select } from '../../ui/Select.tsx';
import { Checkbox } from '../../ui/Switch.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { faultsOf, type RouteDraft } from './route-draft.ts';
import styles from './Entry.module.css';

interface RouteFieldsProps {
  readonly draft: RouteDraft;
  readonly onChange: (draft: RouteDraft) => void;
}
const PLAIN = { autoComplete: 'off', spellCheck: 'false' } as const;

/** How to reach the server by hand: host, port, kind of encryption, proxy. */
export function RouteFields({ draft, onChange }: RouteFieldsProps): ReactElement {
  const say = useText();
  const put = (change: Partial<RouteDraft>): void => onChange({ ...draft, ...change });
  const faults = faultsOf(draft);
  return (
    <div className={styles['fields']}>
      <p className={styles['quiet']}>{say('signIn.route.why')}</p>
      <div className={styles['hostAndPort']}>
        <TextField {...PLAIN} label={say('signIn.route.host')} value={draft.host} onChange={host => put({ host })} placeholder="xmpp.example.org" />
        <TextField
          {...PLAIN}
          label={say('signIn.route.port')}
          value={draft.port}
          onChange={port => put({ port })}
          inputMode="numeric"
          placeholder={draft.directTls ? '5223' : '5222'}
          error={faults.has('port') ? say('signIn.route.badPort') : undefined}
        />
      </div>
      <Checkbox
        label={say('signIn.route.directTls')}
        description={say('signIn.route.directTlsWhy')}
        isSelected={draft.directTls}
        onChange={directTls => put({ directTls })}
      />
      <Select
        label={say('signIn.route.proxy')}
        value={draft.proxy}
        onChange={proxy => put({ proxy })}
        options={[
          { id: 'none', label: say('signIn.route.noProxy') },
          { id: 'socks5', label: 'SOCKS5' },
          { id: 'http', label: 'HTTP CONNECT' },
        ]}
      />
      {draft.proxy !== 'none' && <ProxyFields draft={draft} onChange={onChange} />}
    </div>
  );
}

function ProxyFields({ draft, onChange }: RouteFieldsProps): ReactElement {
  const say = useText();
  const put = (change: Partial<RouteDraft>): void => onChange({ ...draft, ...change });
  const faults = faultsOf(draft);
  return (
    <>
      <div className={styles['hostAndPort']}>
        <TextField {...PLAIN} label={say('signIn.route.proxyHost')} value={draft.proxyHost} onChange={proxyHost => put({ proxyHost })} isRequired />
        <TextField
          {...PLAIN}
          label={say('signIn.route.proxyPort')}
          value={draft.proxyPort}
          onChange={proxyPort => put({ proxyPort })}
          inputMode="numeric"
          isRequired
          error={faults.has('proxy-port') && draft.proxyPort.trim() !== '' ? say('signIn.route.badPort') : undefined}
        />
      </div>
      <TextField {...PLAIN} label={say('signIn.route.proxyUser')} value={draft.proxyUser} onChange={proxyUser => put({ proxyUser })} />
      <TextField
        {...PLAIN}
        type="password"
        label={say('signIn.route.proxySecret')}
        value={draft.proxyPassword}
        onChange={proxyPassword => put({ proxyPassword })}
      />
    </>
  );
}
