import { ArrowLeft, ExternalLink } from 'lucide-react';
import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useViewModel } from '../../model/view-model.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Problem } from '../problem/Problem.tsx';
import styles from '../sign-in/Entry.module.css';
import { Working } from '../sign-in/Working.tsx';
import type { SignUpModel } from './sign-up.model.ts';
import { SignUpFields } from './SignUpFields.tsx';

/** A new account in two steps: on which server, and what that server asks. */
export function SignUp({ model, onBack }: { readonly model: SignUpModel; readonly onBack: () => void }): ReactElement {
  const say = useText();
  const { step } = useViewModel(model);
  return (
    <>
      <div className={styles['card']}>
        {step === 'server' ? <ServerStep model={model} /> : step === 'browser' ? <BrowserStep model={model} /> : <SignUpFields model={model} />}
      </div>
      <Button kind="quiet" icon={ArrowLeft} onPress={step === 'server' ? onBack : model.back}>
        {say(step === 'server' ? 'signUp.haveOne' : 'signUp.otherServer')}
      </Button>
    </>
  );
}

function ServerStep({ model }: { readonly model: SignUpModel }): ReactElement {
  const say = useText();
  const { domain, phase, failure, invited } = useViewModel(model);
  const [typed, setTyped] = useState(domain);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (phase === 'idle') void model.chooseServer(typed);
  };
  return (
    <form className={styles['form']} onSubmit={submit}>
      <TextField
        label={say('signUp.server')}
        value={typed}
        onChange={setTyped}
        placeholder="example.org"
        description={invited ? say('signUp.invited', { server: domain }) : say('signUp.serverHelp')}
        spellCheck="false"
        autoComplete="off"
        isRequired
        autoFocus
      />
      <Problem failure={failure} server={domain === '' ? typed.trim() : domain} />
      <Button type="submit" kind="primary" size="large" wide isPending={phase === 'working'}>
        {say('signUp.continue')}
      </Button>
      {phase === 'working' && <Working text={say('signUp.asking')} onCancel={model.cancel} />}
    </form>
  );
}

/** Some servers want it done on their web page. */
function BrowserStep({ model }: { readonly model: SignUpModel }): ReactElement {
  const say = useText();
  const { desk } = useServices();
  const { form } = useViewModel(model);
  const url = form?.url ?? '';
  return (
    <div className={styles['form']}>
      <p>{say('signUp.inBrowser', { server: form?.domain ?? '' })}</p>
      {form?.instructions !== undefined && <p className={styles['quiet']}>{form.instructions.slice(0, 2000)}</p>}
      <p className={styles['quiet']} dir="ltr">
        {url}
      </p>
      <Button kind="primary" size="large" wide icon={ExternalLink} onPress={() => void desk.openLink({ url }).catch(() => undefined)}>
        {say('signUp.openPage')}
      </Button>
      <p className={styles['quiet']}>{say('signUp.thenSignIn')}</p>
    </div>
  );
}
