import { Select, type SelectProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { queries } from "@/api/queries";
import type { Server } from "@/api/types";

interface ServerPickerProps extends Omit<SelectProps, "data"> {
  /** Which servers there are to choose from; all when left out. */
  readonly only?: (server: Server) => boolean;
}

/** Choose one server to narrow a list, or none for all. */
export function ServerPicker({ only = () => true, ...props }: ServerPickerProps) {
  const servers = useQuery(queries.servers());
  return (
    <Select
      w={260}
      maw="100%"
      placeholder="All servers"
      clearable
      data={(servers.data?.items ?? []).filter(only).map(({ id, name }) => ({ value: id, label: name }))}
      {...props}
    />
  );
}
