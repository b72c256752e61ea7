import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from 'react'
import { Checkbox } from '~/ui/choice'
import { Field } from '~/ui/field'
import { Input, Select, Textarea } from '~/ui/input'
import type { SelectProps } from '~/ui/input'

/** The part of conform's field metadata that a control shows; a plain object serves as well. */
export type FieldMeta = {
  id: string
  name: string
  key?: string
  errors?: string[]
  required?: boolean
  initialValue?: unknown
}

type Words = { field: FieldMeta; label: ReactNode; hint?: ReactNode; className?: string }
type Own = 'id' | 'name' | 'className'

const initialText = (value: unknown) => (typeof value === 'string' ? value : undefined)

export function InputField(props: Words & Omit<InputHTMLAttributes<HTMLInputElement>, Own>) {
  const { field, label, hint, className, required = field.required, ...rest } = props
  return (
    <Field id={field.id} {...{ label, hint, className, required }} errors={field.errors}>
      {(control) => (
        <Input
          key={field.key}
          name={field.name}
          defaultValue={initialText(field.initialValue)}
          {...rest}
          {...control}
        />
      )}
    </Field>
  )
}

export function TextareaField(props: Words & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, Own>) {
  const { field, label, hint, className, required = field.required, ...rest } = props
  return (
    <Field id={field.id} {...{ label, hint, className, required }} errors={field.errors}>
      {(control) => (
        <Textarea
          key={field.key}
          name={field.name}
          defaultValue={initialText(field.initialValue)}
          {...rest}
          {...control}
        />
      )}
    </Field>
  )
}

export function SelectField(props: Words & Omit<SelectProps, Own>) {
  const { field, label, hint, className, required = field.required, ...rest } = props
  return (
    <Field id={field.id} {...{ label, hint, className, required }} errors={field.errors}>
      {(control) => (
        <Select
          key={field.key}
          name={field.name}
          defaultValue={initialText(field.initialValue)}
          {...rest}
          {...control}
        />
      )}
    </Field>
  )
}

export function CheckboxField({ field, label, hint, className }: Words) {
  return (
    <Checkbox
      key={field.key}
      id={field.id}
      name={field.name}
      defaultChecked={field.initialValue === 'on' || field.initialValue === true}
      required={field.required}
      {...{ label, hint, className }}
      errors={field.errors}
    />
  )
}
