import { MultiSelect, type MultiSelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "@/api/queries";

interface Option {
  readonly value: string;
  readonly label: string;
}

/** Choose several users by the beginning of a name or an address; the server searches. */
export function PeoplePicker({ onChange, ...rest }: MultiSelectProps) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<readonly Option[]>([]);
  const [search] = useDebouncedValue(typed, 250);
  const users = useQuery(queries.userSearch(search));
  const found = (users.data?.items ?? []).map((user) => ({
    value: user.id,
    label: user.label === user.email ? user.email : `${user.label} (${user.email})`,
  }));
  const known = new Map([...chosen, ...found].map((each) => [each.value, each]));
  return (
    <MultiSelect
      {...rest}
      placeholder="Search by name or e-mail"
      data={[...known.values()]}
      filter={({ options }) => options}
      onChange={(ids) => {
        setChosen(ids.flatMap((id) => known.get(id) ?? []));
        setTyped("");
        onChange?.(ids);
      }}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={users.isFetching ? "Searching…" : "Nobody by that name."}
      searchable
      hidePickedOptions
      withAsterisk
    />
  );
}
