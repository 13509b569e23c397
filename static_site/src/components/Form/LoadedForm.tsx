import { useQuery, type QueryKey, type UseQueryOptions } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Loaded } from "@/components/Loading/Loading";
import { Editing, type EditHandlers } from "./Editing";

interface LoadedFormProps<Kept extends { version: number }, Key extends QueryKey> {
  /** The query of the record that the form is about. */
  readonly of: UseQueryOptions<Kept, Error, Kept, Key>;
  readonly children: (record: Kept, edit: EditHandlers) => ReactNode;
}

/** Reads one record and keeps the form about it steady; see Editing. */
export function LoadedForm<Kept extends { version: number }, Key extends QueryKey>(
  props: LoadedFormProps<Kept, Key>,
) {
  const query = useQuery(props.of);
  return (
    <Loaded query={query}>
      {(record) => (
        <Editing of={record} refresh={() => void query.refetch()}>
          {props.children}
        </Editing>
      )}
    </Loaded>
  );
}
