import { useForm, type UseFormReturnType } from "@mantine/form";
import type { UseMutationResult } from "@tanstack/react-query";
import { toApiError } from "@/api/errors";
import { useAction } from "@/components/Action/useAction";
import { findField, toFieldErrors, type FieldNames } from "./fieldErrors";

interface EntryOptions<Values, Output> {
  readonly initial: Values;
  readonly send: (values: Values) => Promise<Output>;
  readonly done?: string | ((output: Output) => string);
  readonly onDone?: (output: Output) => void;
  /** Checks that the browser can make; the server makes all of them again. */
  readonly check?: (values: Values) => Record<string, string | null>;
  readonly fieldNames?: FieldNames;
}

export interface EntryForm<Values, Output> {
  readonly form: UseFormReturnType<Values>;
  readonly action: UseMutationResult<Output, Error, Values>;
  readonly submit: (event?: React.FormEvent<HTMLFormElement>) => void;
  /** The API's names of the fields that show their problem themselves. */
  readonly shownFields: readonly string[];
}

/** A form that sends its values and shows the server's problems at the fields they are about. */
export function useEntryForm<Values extends Record<string, unknown>, Output>(
  options: EntryOptions<Values, Output>,
): EntryForm<Values, Output> {
  const form = useForm<Values>({
    initialValues: options.initial,
    validate: options.check ?? (() => ({})),
  });
  const fields = Object.keys(options.initial);
  const action = useAction<Output, Values>({
    run: options.send,
    done: options.done,
    onDone: options.onDone,
    failsInPlace: true,
    onFailed: (error) => {
      const errors = toFieldErrors(toApiError(error).problems, fields, options.fieldNames);
      form.setErrors(errors);
      focusFirst(Object.keys(errors), form);
    },
  });
  const problems = action.error ? toApiError(action.error).problems : [];
  return {
    form,
    action,
    submit: form.onSubmit(
      (values) => action.mutate(values),
      (errors) => focusFirst(Object.keys(errors), form),
    ),
    shownFields: problems
      .filter((each) => findField(each, fields, options.fieldNames) !== null)
      .map((each) => each.field),
  };
}

function focusFirst<Values>(paths: readonly string[], form: UseFormReturnType<Values>): void {
  const [first] = paths;
  if (first) form.getInputNode(first)?.focus();
}
