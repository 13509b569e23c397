import { TextInput } from "@mantine/core";
import type { GetInputPropsReturnType } from "@mantine/form";
import type { Secret } from "@/api/types";
import { SecretField } from "@/components/SecretField/SecretField";

interface NvpFieldsProps {
  readonly of: { readonly nvp_password: Secret; readonly nvp_signature: Secret };
  readonly inputOf: (field: string) => GetInputPropsReturnType;
}

/** The credentials by which PayPal's older interface is read. */
export function NvpFields({ of, inputOf }: NvpFieldsProps) {
  return (
    <>
      <TextInput label="NVP user name" autoComplete="off" {...inputOf("nvp_username")} />
      <SecretField label="NVP password" stored={of.nvp_password} {...inputOf("nvp_password")} />
      <SecretField label="NVP signature" stored={of.nvp_signature} {...inputOf("nvp_signature")} />
    </>
  );
}
