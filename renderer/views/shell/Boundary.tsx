import { Component, type ReactElement, type ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

interface BoundaryProps {
  /** When it changes, what failed is tried anew: the user went somewhere else. */
  readonly place: string;
  readonly children: ReactNode;
}
interface BoundaryState {
  readonly failed: boolean;
  readonly place: string;
}

/** A bug in one column leaves the others standing. The error itself goes on to the page's error log. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failed: false, place: this.props.place };

  static getDerivedStateFromError(): Partial<BoundaryState> {
    return { failed: true };
  }

  static getDerivedStateFromProps({ place }: BoundaryProps, state: BoundaryState): Partial<BoundaryState> | null {
    return place === state.place ? null : { failed: false, place };
  }

  override render(): ReactNode {
    return this.state.failed ? <Failed onRetry={() => this.setState({ failed: false })} /> : this.props.children;
  }
}

function Failed({ onRetry }: { readonly onRetry: () => void }): ReactElement {
  const say = useText();
  return <EmptyState title={say('shell.failed')} text={say('shell.failedText')} actions={<Button onPress={onRetry}>{say('common.retry')}</Button>} />;
}
