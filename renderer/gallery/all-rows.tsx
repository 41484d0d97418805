import type { ComponentType, ReactElement, ReactNode } from 'react';

interface AllRowsProps {
  readonly data: readonly unknown[];
  readonly firstItemIndex?: number;
  readonly context?: unknown;
  readonly itemContent: (index: number, item: unknown, context: unknown) => ReactNode;
  readonly components?: { readonly [part: string]: ComponentType<Record<string, unknown>> | undefined };
}
const Box: ComponentType<Record<string, unknown>> = ({ children }) => <div>{children as ReactNode}</div>; // oxlint-disable-line typescript/no-unsafe-type-assertion -- whatever the list gives

/** In place of the virtual list where nothing has a size: all rows, for tests of the views that hold one. */
export function AllRows({ data, context, firstItemIndex = 0, itemContent, components = {} }: AllRowsProps): ReactElement {
  const { Scroller = Box, List = Box, Item = Box, Header = Box } = components;
  return (
    <Scroller>
      <Header />
      <List context={context}>
        {data.map((item, index) => (
          <Item key={index} item={item} context={context} data-index={index}>
            {itemContent(firstItemIndex + index, item, context)}
          </Item>
        ))}
      </List>
    </Scroller>
  );
}
