import { Button, Group, Skeleton, Stack, Text, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Icon } from "@/components/Icon/Icon";
import classes from "./DataTable.module.css";

export interface Column<Row> {
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  readonly align?: "end";
  /** Left out on a phone, where the row's own page tells it. */
  readonly isWideOnly?: boolean;
  /** Sentences: on a phone they stand below their title. */
  readonly isProse?: boolean;
}

/** How a list moves from page to page. */
export interface Paging {
  readonly number: number;
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  readonly goToPrevious: () => void;
  readonly goToNext: () => void;
}

interface DataTableProps<Row> {
  /** What the table holds, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[] | undefined;
  readonly keyOf: (row: Row) => string;
  /** The row's own page: the first cell becomes a link that covers the row. */
  readonly linkOf?: (row: Row) => string;
  /** Instead of a page of its own: the first cell becomes a button that covers the row. */
  readonly onOpen?: (row: Row) => void;
  readonly error?: unknown;
  readonly onRetry?: () => void;
  /** Old rows stay visible, paler, while others load. */
  readonly isRefreshing?: boolean;
  readonly empty: { readonly title: string; readonly hint: ReactNode; readonly action?: ReactNode };
  readonly paging?: Paging;
}

const SKELETON_ROWS = [0, 1, 2, 3, 4];

/** A table on a desk, cards on a phone; with skeletons, an error, an empty state and paging. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, error, empty, paging } = props;
  if (error && !rows) {
    return (
      <div className={classes.note}>
        <ErrorNote of={error} onRetry={props.onRetry} />
      </div>
    );
  }
  if (rows?.length === 0 && !paging?.hasPrevious) return <Empty {...empty} />;
  return (
    <>
      {Boolean(error) && (
        <div className={classes.note}>
          <ErrorNote of={error} onRetry={props.onRetry} />
        </div>
      )}
      <div className={classes.frame} aria-busy={!rows || props.isRefreshing}>
        <table className={classes.table} data-pale={props.isRefreshing ?? undefined}>
          <caption className={classes.caption}>{props.label}</caption>
          <thead>
            <tr>
              {props.columns.map((column) => (
                <th
                  key={column.title}
                  scope="col"
                  data-align={column.align}
                  data-wide={column.isWideOnly}
                >
                  {column.title || <VisuallyHidden>Actions</VisuallyHidden>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows
              ? rows.map((row) => <TableRow key={props.keyOf(row)} row={row} {...props} />)
              : SKELETON_ROWS.map((each) => <SkeletonRow key={each} of={props.columns.length} />)}
          </tbody>
        </table>
      </div>
      {paging && (paging.hasPrevious || paging.hasNext) && <Pager of={paging} />}
    </>
  );
}

function TableRow<Row>({ row, columns, linkOf, onOpen }: DataTableProps<Row> & { row: Row }) {
  return (
    <tr data-open={linkOf || onOpen ? true : undefined}>
      {columns.map((column, index) => (
        <td
          key={column.title}
          data-title={column.title}
          data-align={column.align}
          data-wide={column.isWideOnly}
          data-prose={column.isProse}
        >
          <div className={classes.cell}>
            {index === 0 ? openCell(column.render(row), row, linkOf, onOpen) : column.render(row)}
          </div>
        </td>
      ))}
    </tr>
  );
}

function openCell<Row>(
  content: ReactNode,
  row: Row,
  linkOf: ((row: Row) => string) | undefined,
  onOpen: ((row: Row) => void) | undefined,
): ReactNode {
  if (linkOf) {
    return (
      <Link to={linkOf(row)} className={classes.open}>
        {content}
      </Link>
    );
  }
  if (onOpen) {
    return (
      <button type="button" className={classes.open} onClick={() => onOpen(row)}>
        {content}
      </button>
    );
  }
  return content;
}

function SkeletonRow({ of }: { readonly of: number }) {
  return (
    <tr>
      {Array.from({ length: of }, (_, index) => (
        <td key={index}>
          <Skeleton height={14} radius="sm" width={index === 0 ? "70%" : "50%"} />
        </td>
      ))}
    </tr>
  );
}

function Empty({ title, hint, action }: DataTableProps<never>["empty"]) {
  return (
    <Stack align="center" gap={6} py={44} px="md">
      <Text c="dimmed">
        <Icon name="empty" size={32} />
      </Text>
      <Text fw={600}>{title}</Text>
      <Text size="sm" c="dimmed" ta="center" maw={440}>
        {hint}
      </Text>
      {action}
    </Stack>
  );
}

function Pager({ of }: { readonly of: Paging }) {
  return (
    <Group
      component="nav"
      aria-label="Pages"
      justify="space-between"
      px="md"
      py="xs"
      className={classes.pager}
    >
      <Text size="sm" c="dimmed" aria-live="polite">
        Page {of.number}
      </Text>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          disabled={!of.hasPrevious}
          onClick={of.goToPrevious}
          leftSection={<Icon name="back" size={14} />}
        >
          Previous
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={!of.hasNext}
          onClick={of.goToNext}
          rightSection={<Icon name="next" size={14} />}
        >
          Next
        </Button>
      </Group>
    </Group>
  );
}
