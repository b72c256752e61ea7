type Contact = {
  contactNameZh: string | null
  contactNameEn: string | null
  contactEmail: string | null
  contactPhone: string | null
  emergencyPhone: string | null
}

/** Whom to ask about a resource: its own work contact where it names one, else its lab's; the emergency number apart. */
export function contactOf(resource: Contact & { lab: Contact }): Contact {
  const { contactNameZh, contactNameEn, contactEmail, contactPhone, lab } = resource
  const hasOwn = Boolean(contactEmail ?? contactPhone)
  const { contactNameZh: labZh, contactNameEn: labEn, contactEmail: labMail, contactPhone: labPhone } = lab
  const who = hasOwn
    ? { contactNameZh, contactNameEn, contactEmail, contactPhone }
    : { contactNameZh: contactNameZh ?? labZh, contactNameEn: contactNameEn ?? labEn, contactEmail: labMail, contactPhone: labPhone }
  return { ...who, emergencyPhone: resource.emergencyPhone ?? lab.emergencyPhone }
}
