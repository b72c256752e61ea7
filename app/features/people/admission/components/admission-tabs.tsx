import { useLocation } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { paths } from '~/platform/paths'
import { Tabs } from '~/ui/tabs'

/** The parts of keeping safety admission, each with its own address. */
export function AdmissionTabs() {
  const t = useTranslations('training.admission.tabs')
  const { pathname } = useLocation()
  const tabs = [
    { to: paths.manageAdmission(), label: t('due') },
    { to: paths.heldAdmissions(), label: t('held') },
    { to: paths.admissionRules(), label: t('rules') },
    { to: paths.trainingRegister(), label: t('register') },
  ]
  return <Tabs label={t('label')} tabs={tabs.map((tab) => ({ ...tab, isCurrent: pathname === tab.to }))} />
}
