import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queries } from "@/api/queries";

interface UserPickerProps extends SelectProps {
  /** The name of the user who is chosen already. */
  readonly known?: string;
}

/** Choose a user by the beginning of a name or an address; the server searches. */
export function UserPicker({ known = "", label = "User", onChange, ...rest }: UserPickerProps) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(
    rest.value ? { value: rest.value, label: known || rest.value } : null,
  );
  const [search] = useDebouncedValue(typed === chosen?.label ? "" : typed, 250);
  const users = useQuery(queries.userSearch(search));
  const found = (users.data?.items ?? []).map((user) => ({
    value: user.id,
    label: user.label === user.email ? user.email : `${user.label} (${user.email})`,
  }));
  const isChosenListed = found.some((each) => each.value === chosen?.value);
  return (
    <Select
      withAsterisk
      {...rest}
      label={label}
      placeholder="Search by name or e-mail"
      data={chosen && !isChosenListed ? [chosen, ...found] : found}
      filter={({ options }) => options}
      onChange={(id, option) => {
        setChosen(id ? option : null);
        onChange?.(id, option);
      }}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={users.isFetching ? "Searching…" : "Nobody by that name."}
      searchable
      clearable
    />
  );
}
